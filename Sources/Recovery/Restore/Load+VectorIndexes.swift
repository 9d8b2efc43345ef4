import Archive
import Deployment

/// Vector indexes are most of the time of a restore, and a database works without them: they are built last, also in one that
/// is live.
extension Load {
    /// Builds the vector indexes, in a database that may be live.
    func buildVectorIndexes(of outcome: Outcome, in database: String, live: Bool) async throws {
        let schedule = outcome.schedule
        guard !schedule.vectorIndexes.isEmpty else { return }
        try await run.step("build the vector indexes") {
            try await progress(in: database).watch {
                for piece in schedule.vectorIndexes {
                    try await execute([live ? piece.concurrently : piece], of: outcome, in: database)
                }
            }
            try await execute(schedule.afterVectorIndexes, of: outcome, in: database)
        }
    }

    /// Builds those vector indexes of the backup that the live database lacks, as after a run that was killed.
    func buildMissingVectorIndexes() async throws {
        struct Row: Decodable {
            let schema: String
            let name: String
            let valid: Bool
        }
        var outcome = try await readDefinitions()
        let standing: [Row] = try await DatabaseSession.with(recovery.deployment, database: target.name) {
            try await $0.rows(
                """
                SELECT n.nspname AS schema, c.relname AS name, i.indisvalid AS valid
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                """)
        }
        var schedule = outcome.schedule
        for piece in schedule.vectorIndexes {
            guard let entry = piece.entry else { continue }
            let name = TableName(schema: entry.schema ?? "public", name: entry.name)
            guard let index = standing.first(where: { $0.schema == name.schema && $0.name == name.name }) else {
                continue
            }
            // What an interrupted CREATE INDEX CONCURRENTLY leaves is in the way, and of no use.
            if index.valid {
                schedule.vectorIndexes.removeAll { $0.entry == entry }
            } else {
                try await execute([LoadScript.Piece(dropping: name.sql)], of: outcome)
            }
        }
        outcome.schedule = schedule
        try await buildVectorIndexes(of: outcome, in: target.name, live: true)
    }

    /// The definitions of the backup, sorted; nothing is sent to the database.
    private func readDefinitions() async throws -> Outcome {
        let rules = try await DatabaseSession.with(recovery.deployment, database: target.name) {
            try await LoadRules(for: $0)
        }
        let reader = reader
        return try await offload {
            var handler = LoadHandler(rules: rules, output: nil)
            let inventory = try reader.scan(into: &handler)
            return Outcome(
                inventory: reader.manifest?.inventory ?? inventory, reports: handler.script.reports,
                schedule: LoadSchedule(handler.script.afterRows), preamble: handler.script.preamble)
        }
    }
}

extension LoadScript.Piece {
    /// The same index, built without keeping anybody from writing meanwhile.
    fileprivate var concurrently: Self {
        let text = words.replacing("CREATE INDEX ", with: "CREATE INDEX CONCURRENTLY ", maxReplacements: 1)
        return Self(entry: entry, text: Array("\(text)\n".utf8), words: text)
    }

    fileprivate init(dropping index: String) {
        words = "DROP INDEX \(index);"
        text = Array("\(words)\n".utf8)
        entry = nil
    }
}
