import Health

/// What an operator sees of one Reva from where they stand, also when its database, or all of it, is gone.
package protocol Scene: Sendable {
    /// What a person would call it.
    var description: String { get }

    /// The parts that Reva consists of there, and how each is; empty where only a database was named.
    func components() async throws -> [Component]

    /// Asks the application for its health, from where it runs.
    func health() async throws -> HealthReport

    /// True when the database takes connections.
    func databaseAnswers() async -> Bool

    /// The newest lines of the database server's log, the oldest of them first.
    func databaseLog(lines: Int) async throws -> [String]
}

extension String {
    func lastLines(_ count: Int) -> [String] { split(separator: "\n").suffix(count).map(String.init) }
}
