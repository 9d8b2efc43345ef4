import Foundation
import JSONValues
import Subprocess
import SystemPackage
import Testing

/// Microsoft's own packages for bots, of the environment that `scripts/install-peers` makes.
package enum MicrosoftPackages {
    /// Nil where they are not installed.
    package static let python: String? = ProcessInfo.processInfo.environment["REVA_TEST_PEERS"].flatMap { folder in
        let path = "\(folder)/teams/bin/python"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// - Parameter question: as `Tests/TeamsTests/Peers/peers.py` says.
    package static func ask(_ question: JSON) async throws -> JSON {
        let script = Project.path("Tests/TeamsTests/Peers/peers.py")
        let result = try await Subprocess.run(
            .path(FilePath(try #require(python))), arguments: ["-W", "ignore", script],
            input: .string(question.text), output: .string(limit: 4 << 20), error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return try JSON(parsing: result.standardOutput, ambiguity: .refused)
    }

    /// Expects that they take every one of these for what it is.
    /// - Parameter kind: activities, cards or invokes.
    package static func expectAgreement(on kind: String, _ values: [JSON]) async throws {
        let complaints = try #require(try await ask([kind: .array(values)])[kind]?.array)
        #expect(complaints.count == values.count)
        for (value, complaint) in zip(values, complaints) { #expect(complaint == [], "\(value.text)") }
    }
}
