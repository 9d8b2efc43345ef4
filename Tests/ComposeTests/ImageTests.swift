import Foundation
import RevaTesting
import Testing

/// The image that the deployment runs.
@Suite("The image", .enabled(if: ComposeSite.isAskedFor, "it needs an engine: make test-compose"))
struct ImageTests {
    private struct Image: Decodable {
        let Size: Int
        let Config: Configuration

        struct Configuration: Decodable {
            let User: String
            let Entrypoint: [String]
            let Cmd: [String]
            let Labels: [String: String]
            let Healthcheck: HealthCheck
        }

        struct HealthCheck: Decodable { let Test: [String] }
    }

    private func docker(_ arguments: String...) async throws -> String {
        let end = try await Shell.run("/usr/bin/env", ["docker"] + arguments, variables: ComposeSite.variables)
        guard end.code == 0 else { throw Shell.Failure(description: end.errors) }
        return end.output
    }

    @Test("is small, says what it is, and runs as nobody in particular")
    func image() async throws {
        let answer = try await docker("image", "inspect", ComposeSite.image)
        let image = try #require(try JSONDecoder().decode([Image].self, from: Data(answer.utf8)).first)
        #expect(image.Size < 250_000_000)
        #expect(image.Config.User == "10001:10001")
        #expect(image.Config.Entrypoint == ["reva"] && image.Config.Cmd == ["serve"])
        #expect(image.Config.Healthcheck.Test.last?.contains("/api/live") == true)
        let version = try await docker("run", "--rm", ComposeSite.image, "--version")
        #expect(
            image.Config.Labels["org.opencontainers.image.version"]
                == version.split(separator: "\n").first.map(String.init))
        #expect(
            image.Config.Labels["org.opencontainers.image.revision"]?.contains(/^[0-9a-f]{40}(-modified)?$/) == true)
    }

    @Test(
        "has a program that runs wherever its folder is copied to, with nothing installed and nothing to write to",
        arguments: ["pgvector/pgvector:pg16", "debian:bookworm-slim"])
    func elsewhere(image: String) async throws {
        let place = try TemporaryFolder()
        _ = try await docker(
            "run", "--rm", "--user", "0", "-v", "\(place.path):/to", "--entrypoint", "cp", ComposeSite.image, "-a",
            "/opt/reva/.", "/to/")
        let version = try await docker(
            "run", "--rm", "--user", "999", "--read-only", "-v", "\(place.path):/program:ro", image,
            "/program/bin/reva", "--version")
        #expect(version.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
