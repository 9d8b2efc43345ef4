import Testing

/// What is asked of one running Reva, one test after the other: each leaves it as it found it.
@Suite(
    "Reva in Kubernetes", .serialized, .sharedCluster, .standingCluster, .timeLimit(.minutes(15)),
    .enabled(if: Cluster.kubeconfig != nil, "it needs a cluster: make test-kubernetes"))
struct InKubernetes {}

/// Brings Reva up for a whole suite: `Cluster.shared`.
struct SharedCluster: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await Cluster.with { cluster in
            try await Cluster.$current.withValue(cluster) { try await function() }
        }
    }
}

extension Trait where Self == SharedCluster {
    static var sharedCluster: Self { SharedCluster() }
}

/// Lets each test begin with a Reva that is well, also when the one before failed in its middle.
struct StandingCluster: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await Cluster.shared.putBack()
        try await function()
    }
}

extension Trait where Self == StandingCluster {
    static var standingCluster: Self { StandingCluster() }
}
