import Archive
import Deployment
import Foundation

/// Proves a backup: restores it beside production, reads the copy back, and compares everything.
struct Prove: Sendable {
    let recovery: Recovery
    let run: Run

    /// - Returns: the proof, also of a backup that failed it; it is not written yet. The scratch database is gone.
    /// - Throws: when nothing could be found out: the server is away, a disk is full, the run was cancelled.
    func proof(of name: BackupName) async throws -> Proof {
        let path = recovery.backups.appending(name.fileName).string
        var found: (inventory: Inventory?, size: Int?) = (nil, nil)
        var reasons: [String] = []
        do {
            let reader = try await run.step("open the backup") { try await offload { try ArchiveReader.open(path) } }
            if case .indexLost(let error) = reader.form { throw error }
            let scratch = ScratchDatabase(for: recovery.deployment)
            (reasons, found.inventory, found.size) = try await withScratch(scratch, for: reader) {
                let load = Load(recovery: recovery, run: run, reader: reader, target: scratch)
                let outcome = try await load.fill()
                try await load.buildVectorIndexes(of: outcome, in: scratch.name, live: false)
                let inventory = try await run.step("read the copy back") { try await readBack(scratch.name) }
                let reasons = try await run.step("compare") {
                    try await compare(inventory, with: outcome, reader: reader, in: scratch.name)
                }
                return (reasons, inventory, try await size(of: scratch.name))
            }
        } catch let error as ArchiveError where error.isAboutTheBackup {
            reasons = [error.summary]
        } catch let error as RecoveryError where error.reason == .failed || error.reason == .badBackup {
            reasons = [error.summary]
        }
        var proof = Proof(
            backup: name.fileName, state: reasons.isEmpty ? .proven : .failed, reasons: reasons, provenAt: Date(),
            serverVersion: try await serverVersion(), version: recovery.settings.version,
            fingerprint: try await fingerprint(of: path), tables: found.inventory?.tables.map(TableRecord.init) ?? [],
            objects: found.inventory?.objects.count ?? 0, databaseBytes: found.size, seconds: run.seconds)
        try recovery.settings.seal?.sign(&proof)
        return proof
    }

    /// Lends an empty database that sorts and encodes as the backup's did, and drops it whatever happens.
    private func withScratch<Value>(
        _ scratch: ScratchDatabase, for reader: ArchiveReader, _ body: () async throws -> Value
    ) async throws -> Value {
        try await run.step("make a scratch database") { try await scratch.make(for: reader, run) }
        let result = await Result.catching(body)
        // Also when the task was cancelled: a cancelled task would not get as far as the server.
        try await Task.detached { try await scratch.drop() }.value
        try run.note { $0.scratch = nil }
        return try result.get()
    }

    /// What a database holds, by the same reader that the backup went through.
    func readBack(_ database: String) async throws -> Inventory {
        let deployment = recovery.deployment
        let count = ByteCount(run, of: nil)
        let stream = DumpStream(deployment: deployment, database: database)
        let plan = try await DatabaseSession.with(deployment, database: database) {
            try await DumpPlan(for: $0, jobs: recovery.settings.jobs)
        }
        var inventory = try await Schema.read(from: stream).inventory
        try await withThrowingTaskGroup(of: Inventory.self) { group in
            for arguments in plan.shares {
                group.addTask { try await stream.read(arguments, into: Onlooker(read: count)).inventory }
            }
            for try await share in group { inventory.merge(share) }
        }
        return inventory
    }

    /// The definitions in a database; no rows and no values.
    func definitions(of database: String) async throws -> Inventory {
        try await Schema.read(from: DumpStream(deployment: recovery.deployment, database: database)).inventory
    }

    /// What is not as it should be, one sentence each.
    func compare(
        _ found: Inventory, with outcome: Load.Outcome, reader: ArchiveReader, in database: String
    ) async throws -> [String] {
        let rules = try await DatabaseSession.with(recovery.deployment, database: database) {
            try await LoadRules(for: $0)
        }
        let objects = outcome.inventory.objects
        let missingRoles = Set(objects.compactMap(\.owner) + objects.flatMap { $0.roles ?? [] })
            .subtracting(rules.knownRoles)
        let differences = found.differences(from: outcome.inventory, ignoringOwners: missingRoles)
        for difference in differences where !difference.isDefinitive { run.remark("\(difference)") }
        var reasons = differences.filter(\.isDefinitive).map { "\($0)" }
        if let manifest = reader.manifest {
            let versions = try await DatabaseSession.with(recovery.deployment, database: database) {
                try await Snapshot.extensions(in: $0)
            }
            for (name, version) in manifest.extensions.sorted(by: { $0.key < $1.key }) {
                guard let here = versions[name] else {
                    reasons.append("the extension \(name) is missing")
                    continue
                }
                if here != version { run.remark("the extension \(name) was \(version) and is \(here) here") }
            }
        }
        return reasons
    }

    private func size(of database: String) async throws -> Int {
        struct Size: Decodable { let bytes: Int }
        return try await DatabaseSession.with(recovery.deployment, database: database) {
            try await $0.row("SELECT pg_database_size(current_database()) AS bytes", as: Size.self).bytes
        }
    }

    private func serverVersion() async throws -> String {
        try await DatabaseSession.with(recovery.deployment, database: ScratchDatabase.maintenance) {
            try await ServerFacts.read(in: $0).version
        }
    }

    private func fingerprint(of path: String) async throws -> Fingerprint {
        try await offload { try Fingerprint.taken(of: path) }
    }
}

extension ArchiveError {
    /// False for what the disk or a wrong use did.
    var isAboutTheBackup: Bool {
        switch reason {
        case .notGzip, .empty, .cutShort, .damaged, .refused, .statementTooLong: true
        case .unreadable, .noSpace, .fileSystem, .taken, .misuse: false
        }
    }
}
