import Health

/// A second application, started against another database of the same server.
///
/// It is told where that database is, and nothing else: no channel, no tool server, no model, no cache. So it can reach
/// nobody, whatever it reads there.
package protocol Rehearsal: Sendable {
    /// Its health report, as the real application's is asked for.
    func health() async throws -> HealthReport

    /// What the assistant there answers to a message of a person.
    func say(_ message: String) async throws -> String
}
