import Deployment
import Testing

/// Gives each test a fresh database on a server all tests of the process share: `TestDatabase.current`.
/// A test is cancelled, with the reason in the report, where no installation fits.
package struct PostgresTrait: SuiteTrait, TestTrait, TestScoping {
    let requiresVector: Bool

    package var isRecursive: Bool { true }

    package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
        // One database a case; a suite needs none for itself.
        testCase == nil ? nil : self
    }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let fitting = try await requiresVector ? TestInstallations.withVector : TestInstallations.all
        guard let installation = fitting.last else {
            let wanted = requiresVector ? "PostgreSQL with pgvector" : "PostgreSQL 15 or newer"
            try Test.cancel("no \(wanted) here: name its bin folder in REVA_TEST_POSTGRES")
        }
        try await TestDatabase.with(installation) { _ in try await function() }
    }
}

extension Trait where Self == PostgresTrait {
    /// A database on the newest installation. Tests that shall run on all of them take
    /// `arguments: try await TestInstallations.all` and call `TestDatabase.with(_:_:)` themselves.
    package static var postgres: Self { PostgresTrait(requiresVector: false) }
    /// The same on the newest one with pgvector.
    package static var postgresWithVector: Self { PostgresTrait(requiresVector: true) }
}
