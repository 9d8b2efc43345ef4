import Archive
import Deployment
import Foundation

/// What a restored copy must be: the same, able to search, and what Reva starts on.
extension Drill {
    func compare(
        _ scratch: ScratchDatabase, _ outcome: Load.Outcome, _ reader: ArchiveReader, _ name: BackupName
    ) async throws {
        let prove = Prove(recovery: elsewhere, run: run)
        var seen: Prove.Findings?
        try await examine("the copy is the same") { details in
            // A restore of a proven backup looks at this much before it goes live.
            _ = try await run.step("check the objects") { try await prove.definitions(of: scratch.name) }
            let found = try await run.step("read the copy back") { try await prove.readBack(scratch.name) }
            let reasons = try await run.step("compare") {
                try await prove.compare(found, with: outcome, reader: reader, in: scratch.name)
            }
            seen = Prove.Findings(reasons: reasons, inventory: found, size: try await prove.size(of: scratch.name))
            details = reasons
            if let first = reasons.first { throw Finding(account: first) }
            let rows = found.tables.reduce(0) { $0 + $1.rows }
            return
                "every row of \(found.tables.count) tables (\(rows) rows) and all \(found.objects.count) other objects are the backup's"
        }
        guard let seen, let inventory = seen.inventory else { return }
        saw(inventory, bytes: seen.size ?? 0)
        try await prove.proof(of: name, seen, since: earlier).write(in: recovery.backups)
        guard seen.reasons.isEmpty else { return }
        do { try recovery.catalog.linkLatest(to: name) } catch { run.warn("\(error)") }
    }

    func searchVectors(in scratch: ScratchDatabase) async throws {
        struct Row: Decodable {
            let version: String
            let schema: String
        }
        struct Distance: Decodable { let distance: Double }
        let deployment = elsewhere.deployment
        let find = """
            SELECT extversion AS version, nspname AS schema
            FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'vector'
            """
        let rows: [Row] = try await DatabaseSession.with(deployment, database: scratch.name) {
            try await $0.rows(find)
        }
        guard let vector = rows.first else {
            return skip("pgvector works", "the database does not use pgvector")
        }
        try await examine("pgvector works") { details in
            let check = VectorIndexCheck(deployment: deployment, database: scratch.name)
            let search = try await run.step("search the vector indexes") {
                let answer: Distance = try await DatabaseSession.with(deployment, database: scratch.name) { session in
                    try await session.run("SET search_path = :'schema';", ["schema": vector.schema])
                    return try await session.row("SELECT '[1,2,3]'::vector <-> '[1,2,5]'::vector AS distance")
                }
                guard answer.distance == 2 else { throw Finding(account: "pgvector cannot measure a distance") }
                return try await check.run()
            }
            details = search.reasons + search.remarks
            if let first = search.reasons.first { throw Finding(account: first) }
            let indexes =
                search.remarks.isEmpty ? "no vector index to search" : "searches through the vector indexes answer"
            return "version \(vector.version) measures distances; \(indexes)"
        }
    }

    /// Starts Reva against the copy, asks for its health and says something to it; the real application goes on meanwhile.
    func startApplication(on scratch: ScratchDatabase) async throws {
        let (deployment, run, limit) = (elsewhere.deployment, run, recovery.settings.startLimit)
        let mark = UUID().uuidString.prefix(8).lowercased()
        let name = "reva-drill-\(mark)"
        var answer: Result<String, any Error>?
        try await examine("Reva starts on the copy") { _ in
            try run.note { $0.rehearsal = name }
            let started = try run.begin("start Reva on the copy")
            let result = await Result.catching {
                try await deployment.withRehearsal(name, on: scratch.name) { rehearsal in
                    try await Self.wait(for: rehearsal, within: limit)
                    started()
                    return await Result.catching {
                        try await run.step("say something to it") {
                            _ = try await rehearsal.say("remember the drill \(mark)")
                            return try await rehearsal.say("memories")
                        }
                    }
                }
            }
            try await Task { try await deployment.endRehearsal(name) }.value
            try run.note { $0.rehearsal = nil }
            answer = try result.get()
            return "a second Reva started on it and was healthy: its database answers, its schema is in place"
        }
        guard let answer else { return skip("it answers a message", "there is no second Reva") }
        try await examine("it answers a message") { _ in
            // Each is a run of its own: the word was written to the copy, and read from it.
            let words = try answer.get()
            guard words.contains(mark) else { throw Finding(account: "it answered: \(words.prefix(200))") }
            return "what a message asked it to remember, it told in answer to the next"
        }
    }

    private static func wait(for rehearsal: any Rehearsal, within limit: Duration) async throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var last = "it gave no health report"
        while clock.now < end {
            do {
                let report = try await rehearsal.health()
                if report.database && report.adapterInitialized { return }
                last = report.complaints.joined(separator: "; ")
            } catch let error as DeploymentError {
                last = error.summary
            }
            // There is nothing to wait on but the answer of the next request.
            try await clock.sleep(for: .milliseconds(100))
        }
        throw Finding(account: "it did not become healthy within \(Int(limit.inSeconds)) s: \(last)")
    }
}
