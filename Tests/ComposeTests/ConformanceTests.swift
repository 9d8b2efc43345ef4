import Deployment
import DeploymentTesting
import Testing

extension InCompose {
    @Suite struct ConformanceTests {
        @Test("does what every deployment has to do alike")
        func conforms() async throws {
            let site = try ComposeSite.shared
            let deployment = ComposeDeployment(try await ComposeProject.find(site.project, in: nil))
            try await DeploymentConformance(deployment).check()
            try await site.expectProduction("live")
        }

        @Test("stopping and starting it is what Docker shows, and the database stays")
        func stopsAndStarts() async throws {
            let site = try ComposeSite.shared
            let deployment = ComposeDeployment(try await ComposeProject.find(site.project, in: nil))
            let container = try await site.run("docker compose ps --all --quiet reva")
            try await deployment.stopApplication()
            #expect(try await site.state(of: "reva") == "exited")
            #expect(try await site.state(of: "postgres") == "running")
            try await deployment.startApplication()
            #expect(try await site.state(of: "reva") == "running")
            #expect(try await site.run("docker compose ps --all --quiet reva") == container)
            // Also when somebody has removed its container: Compose makes it anew, and nothing else.
            try await site.run("docker compose rm --force --stop reva")
            try await deployment.startApplication()
            try await site.expectProduction("live")
        }
    }
}
