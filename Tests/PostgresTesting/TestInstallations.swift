import Deployment
import Foundation
import SystemPackage

/// The PostgreSQL installations tests run on: those packages installed, and the bin folders named, with colons
/// between them, in the environment variable `REVA_TEST_POSTGRES`.
package enum TestInstallations {
    private static let search = Task {
        let named = (ProcessInfo.processInfo.environment["REVA_TEST_POSTGRES"] ?? "").split(separator: ":")
        var found: [PostgresInstallation] = []
        for folder in named { found.append(try await PostgresInstallation.inspect(FilePath(String(folder)))) }
        for folder in PostgresInstallation.customaryInstallations {
            guard let candidate = try? await PostgresInstallation.inspect(folder), !found.contains(candidate),
                candidate.version.major >= PostgresInstallation.oldestSupportedMajor
            else { continue }
            found.append(candidate)
        }
        return found.sorted { $0.version < $1.version }
    }

    /// All of them, oldest first. A named one that cannot be used is an error rather than a test less.
    package static var all: [PostgresInstallation] {
        get async throws { try await search.value }
    }

    /// Those with pgvector; empty where there is none.
    package static var withVector: [PostgresInstallation] {
        get async throws { try await all.filter(\.hasVector) }
    }

    package static var withoutVector: [PostgresInstallation] {
        get async throws { try await all.filter { !$0.hasVector } }
    }
}
