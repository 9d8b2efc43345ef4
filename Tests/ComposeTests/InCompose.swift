import Testing

@testable import reva

/// What is asked of one running deployment, one test after the other: each leaves it as it found it.
@Suite(
    "Reva in Docker Compose", .serialized, .sharedSite, .standingSite, .timeLimit(.minutes(15)),
    .enabled(if: ComposeSite.isAskedFor, "it needs an engine: make test-compose"))
struct InCompose {}

/// The same on another deployment, side by side with that: what goes wrong, and what it leaves.
@Suite(
    "Reva in Docker Compose, when something goes wrong", .serialized, .sharedSite, .standingSite,
    .timeLimit(.minutes(15)),
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
            try await site.fill()
            try await ComposeSite.$current.withValue(site) { try await function() }
        }
    }
}

extension Trait where Self == SharedSite {
    static var sharedSite: Self { SharedSite() }
}

/// Lets each test begin with a deployment that is well, also when the one before failed in its middle.
struct StandingSite: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ComposeSite.shared.putBack()
        try await function()
    }
}

extension Trait where Self == StandingSite {
    static var standingSite: Self { StandingSite() }
}
