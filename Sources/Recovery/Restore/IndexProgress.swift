import Deployment

/// Tells how far the server is with the indexes that are being built in a database.
struct IndexProgress: Sendable {
    let run: Run
    let deployment: any Deployment
    let database: String

    private struct Figures: Decodable {
        let done: Int
        let total: Int
    }

    /// Runs `body` and watches meanwhile. What the watching itself meets is no matter: it only shows.
    func watch(_ body: () async throws -> Void) async throws {
        let watcher = Task {
            try await DatabaseSession.with(deployment, database: database) { session in
                while !Task.isCancelled {
                    let figures: [Figures] = try await session.rows(
                        """
                        SELECT tuples_done AS done, tuples_total AS total FROM pg_stat_progress_create_index
                        WHERE datname = :'name' AND tuples_total > 0
                        """, ["name": database])
                    if !figures.isEmpty {
                        let (done, total) = figures.reduce((0, 0)) { ($0.0 + $1.done, $0.1 + $1.total) }
                        run.progress(done, of: total, unit: "rows")
                    }
                    // The server has no event to wait for; twice a second is enough for a person.
                    try await Task.sleep(for: .milliseconds(500))
                }
            }
        }
        let result = await Result.catching(body)
        watcher.cancel()
        // Nothing of a run goes on after it: its session would keep the database from being renamed or dropped.
        _ = await watcher.result
        try result.get()
    }
}
