import Foundation
import Testing

/// The bundle, and the image made of it.
@Suite struct ImageTests {
    @Test("a program that would use libraries of this machine is not bundled, and the bundle that is there stays")
    func unfit() async throws {
        let before = try? FileManager.default.attributesOfItem(atPath: Project.path("dist/reva/bin/reva"))
        // Built for tests, without the flags of scripts/build-release.
        let end = try await Shell.run(
            Project.path("scripts/bundle"), [ComposeSite.program], variables: ["PATH": "/usr/bin:/bin"], in: "/")
        #expect(end.code == 1)
        #expect(end.errors.hasPrefix("error: the bundle would still use libraries of this system:\n"), "\(end.errors)")
        #expect(
            end.errors.hasSuffix(
                "try: scripts/build-release, which links the program so that it looks beside itself first\n"))
        let after = try? FileManager.default.attributesOfItem(atPath: Project.path("dist/reva/bin/reva"))
        #expect(before?[.modificationDate] as? Date == after?[.modificationDate] as? Date)
        #expect(!FileManager.default.fileExists(atPath: Project.path("dist/.reva.new")))
    }

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

    @Test(
        "the image is small, says what it is, and runs as nobody in particular",
        .enabled("Docker has the images") { await ComposeSite.hasImages() })
    func image() async throws {
        let answer = try await docker("image", "inspect", "reva:latest")
        let image = try #require(try JSONDecoder().decode([Image].self, from: Data(answer.utf8)).first)
        #expect(image.Size < 250_000_000)
        #expect(image.Config.User == "10001:10001")
        #expect(image.Config.Entrypoint == ["reva"] && image.Config.Cmd == ["serve"])
        #expect(image.Config.Healthcheck.Test.last?.contains("/api/live") == true)
        let version = try await docker("run", "--rm", "reva:latest", "--version")
        #expect(
            image.Config.Labels["org.opencontainers.image.version"]
                == version.split(separator: "\n").first.map(String.init))
        #expect(
            image.Config.Labels["org.opencontainers.image.revision"]?.contains(/^[0-9a-f]{40}(-modified)?$/) == true)
    }

    @Test(
        "its program runs wherever its folder is copied to, with nothing installed and nothing to write to",
        .enabled("Docker has the images") { await ComposeSite.hasImages() },
        arguments: ["pgvector/pgvector:pg16", "debian:bookworm-slim"])
    func elsewhere(image: String) async throws {
        let place = try TemporaryFolder()
        _ = try await docker(
            "run", "--rm", "--user", "0", "-v", "\(place.path):/to", "--entrypoint", "cp", "reva:latest", "-a",
            "/opt/reva/.", "/to/")
        let version = try await docker(
            "run", "--rm", "--user", "999", "--read-only", "-v", "\(place.path):/program:ro", image,
            "/program/bin/reva", "--version")
        #expect(version.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
