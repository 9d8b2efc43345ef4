import Cache

/// How often people may ask, and tools and their servers be called, over all replicas. No model that calls without end
/// and no person who writes without end takes it all from the others.
package struct Pace: Sendable {
    /// Questions that one person may ask in a minute; commands are free.
    package var questions = 20
    /// Calls of one tool for one person in a minute.
    package var callsOfTool = 30
    /// Calls of one server in a minute, for everybody together.
    package var callsOfServer = 300
    private let cache: SharedCache

    package init(_ cache: SharedCache) { self.cache = cache }

    func admits(_ person: Person) async -> Bool {
        await cache.admit(RateLimit("person", person.id, count: questions, per: .seconds(60))).isAdmitted
    }

    func admits(_ tool: String, at server: String, for person: Person) async -> Bool {
        await cache.admit(
            RateLimit("tool", server, tool, person.id, count: callsOfTool, per: .seconds(60)),
            RateLimit("server", server, count: callsOfServer, per: .seconds(60))
        ).isAdmitted
    }
}
