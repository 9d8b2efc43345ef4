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
        let earlier = run.seconds
        let findings = try await findings(at: recovery.backups.appending(name.fileName).string)
        return try await proof(of: name, findings, since: earlier)
    }

    /// The record of what was found out.
    /// - Parameter earlier: how long the steps had taken before the restore began.
    func proof(of name: BackupName, _ findings: Findings, since earlier: [String: Double]) async throws -> Proof {
        let path = recovery.backups.appending(name.fileName).string
        var proof = Proof(
            backup: name.fileName, state: findings.reasons.isEmpty ? .proven : .failed, reasons: findings.reasons,
            provenAt: Date(), serverVersion: try await serverVersion(), version: recovery.settings.version,
            fingerprint: try await offload { try Fingerprint.taken(of: path) },
            tables: findings.inventory?.tables.map(TableRecord.init) ?? [],
            objects: findings.inventory?.objects.count ?? 0, databaseBytes: findings.size,
            seconds: run.seconds.merging(earlier) { now, before in now - before }.filter { $0.value > 0 })
        do {
            try recovery.settings.seal?.sign(&proof)
        } catch {
            // The backup is as good without it.
            run.warn("the proof is not signed: \(error)")
        }
        return proof
    }

    /// What was found out about a backup. No reasons means that it is proven.
    struct Findings {
        var reasons: [String] = []
        var inventory: Inventory?
        var size: Int?
    }

    private func findings(at path: String) async throws -> Findings {
        let reader: ArchiveReader
        do {
            reader = try await run.step("open the backup") { try await offload { try ArchiveReader.open(path) } }
            if case .indexLost(let error) = reader.form { throw error }
        } catch let error as ArchiveError where error.isAboutTheBackup {
            return Findings(reasons: [error.summary])
        }
        let scratch = ScratchDatabase(for: recovery.deployment)
        return try await withScratch(scratch, for: reader) {
            do {
                return try await compareCopy(in: scratch, with: reader)
            } catch let error as ArchiveError where error.isAboutTheBackup {
                return Findings(reasons: [error.summary])
            } catch let error as RecoveryError where error.reason == .failed || error.reason == .badBackup {
                // What was cancelled says nothing about the backup.
                try Task.checkCancellation()
                return Findings(reasons: [error.summary])
            }
        }
    }

    private func compareCopy(in scratch: ScratchDatabase, with reader: ArchiveReader) async throws -> Findings {
        let load = Load(recovery: recovery, run: run, reader: reader, target: scratch)
        let outcome = try await load.fill()
        try await load.buildVectorIndexes(of: outcome, in: scratch.name, live: false)
        let inventory = try await run.step("read the copy back") { try await readBack(scratch.name) }
        var reasons = try await run.step("compare") {
            try await compare(inventory, with: outcome, reader: reader, in: scratch.name)
        }
        if reasons.isEmpty {
            let check = VectorIndexCheck(deployment: recovery.deployment, database: scratch.name)
            let search = try await run.step("search the vector indexes") { try await check.run() }
            for remark in search.remarks { run.remark(remark) }
            reasons = search.reasons
        }
        return Findings(reasons: reasons, inventory: inventory, size: try await size(of: scratch.name))
    }

    /// Lends an empty database that sorts and encodes as the backup's did, and drops it whatever happens.
    private func withScratch<Value>(
        _ scratch: ScratchDatabase, for reader: ArchiveReader, _ body: () async throws -> Value
    ) async throws -> Value {
        let result = await Result.catching {
            try await run.step("make a scratch database") { try await scratch.make(for: reader, run) }
            return try await body()
        }
        try await scratch.discard(run)
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
        if !reader.form.isIndexed, let suspicion = try await suspicion(of: outcome.inventory) {
            reasons.append(suspicion)
        }
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

    /// A dump made by another program says of itself only that it came to its end. One that has tables of the live
    /// database, and not a single key, index or trigger of the many that stand on them, has lost what comes after its rows.
    private func suspicion(of inventory: Inventory) async throws -> String? {
        let kinds: Set = ["CONSTRAINT", "FK CONSTRAINT", "INDEX", "TRIGGER"]
        guard !inventory.objects.contains(where: { kinds.contains($0.kind) }) else { return nil }
        let live = ScratchDatabase(name: recovery.deployment.database, deployment: recovery.deployment)
        guard try await live.exists() else { return nil }
        let tables = Set(inventory.tables.map { "\($0.name.schema).\($0.name.name)" })
        let standing = try await definitions(of: live.name).objects
        let shared = standing.filter { $0.kind == "TABLE" && tables.contains("\($0.schema ?? "").\($0.name)") }
        let lost = standing.filter { kinds.contains($0.kind) }.count
        guard !shared.isEmpty, lost > 0 else { return nil }
        return
            "the dump holds no key, index or trigger, and the database \(live.name) has \(lost): it was cut before them"
    }

    func size(of database: String) async throws -> Int {
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
