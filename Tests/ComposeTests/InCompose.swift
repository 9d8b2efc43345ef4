import Testing

@testable import reva

/// What is asked of one running deployment, one test after the other: each leaves it as it found it.
@Suite(
    "Reva in Docker Compose", .serialized, .sharedSite,
    .enabled(if: ComposeSite.isAskedFor, "it needs an engine: make test-compose"))
struct InCompose {}

/// The same on another deployment, side by side with that: what goes wrong, and what it leaves.
@Suite(
    "Reva in Docker Compose, when something goes wrong", .serialized, .sharedSite,
    .enabled(if: ComposeSite.isAskedFor, "it needs an engine: make test-compose"))
struct FaultsInCompose {}

/// Brings a deployment up for a whole suite: `ComposeSite.shared`.
struct SharedSite: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        // Without a model server, which nothing here asks.
        let site = try ComposeSite(ComposeFolder(ollamaURL: "http://host.docker.internal:9"))
        try await site.running {
            try await site.query(
                """
                CREATE TABLE epoch AS SELECT 'live' AS name;
                CREATE TABLE near AS SELECT ('[' || i || ',1]')::vector(2) AS v FROM generate_series(1, 200) i;
                CREATE INDEX ON near USING hnsw (v vector_l2_ops);
                """)
            try await ComposeSite.$current.withValue(site) { try await function() }
        }
    }
}

extension Trait where Self == SharedSite {
    static var sharedSite: Self { SharedSite() }
}
