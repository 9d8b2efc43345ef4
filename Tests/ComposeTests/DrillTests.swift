import RevaTesting
import Testing

extension InCompose {
    /// The quarterly test: the application is started a second time, in a container of its own.
    @Suite struct DrillTests {
        private struct Report: Decodable {
            struct Check: Decodable {
                let name: String
                let state: String
                let account: String
            }
            let passed: Bool
            let checks: [Check]
        }

        /// Those on the networks of this deployment: others are tested on the same engine.
        private func containers(of site: ComposeSite) async throws -> String {
            let networks = ["data", "default"].map { "--filter network=\(site.project)_\($0)" }
            return try await site.run("docker ps --all --quiet --no-trunc \(networks.joined(separator: " ")) | sort")
        }

        /// Volumes without a name that no container has any more.
        private func leftVolumes(in site: ComposeSite) async throws -> String {
            try await site.run(
                "docker volume ls --quiet --filter dangling=true | grep -E '^[0-9a-f]{64}$' | sort || true")
        }

        @Test(
            "a drill passes beside production and on a server of its own, and leaves no container",
            arguments: [
                "scratch", "server",
            ])
        func drill(on place: String) async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            let containers = try await containers(of: site)
            let volumes = try await leftVolumes(in: site)
            let end = try await site.reva("drill", "--on", place, "--format", "json")
            #expect(end.code == 0, "\(end.output)\(end.errors)")
            let report: Report = try end.decoded()
            #expect(report.passed)
            for name in [
                "damage in a copy is found", "pgvector works", "Reva starts on the copy", "it answers a message",
            ] {
                #expect(report.checks.first { $0.name == name }?.state == "passed", "\(name): \(report.checks)")
            }
            #expect(try await self.containers(of: site) == containers)
            #expect(try await leftVolumes(in: site) == volumes)
            #expect(try await site.scratchDatabases() == "")
            #expect(site.journal == "")
            try await site.expectProduction("live")
            let page = try await site.reva("drill", "report", "--as", "html")
            #expect(page.output.contains("Reva starts on the copy"))
        }

        @Test(
            "a drill that is killed while the second Reva starts: the next run ends it",
            arguments: ["scratch", "server"])
        func killed(on place: String) async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            let containers = try await containers(of: site)
            let end = try await site.reva.run(
                ["drill", "--on", place, "--deployment", "compose"], at: "start Reva on the copy"
            ) { process in
                try await site.run("kill -9 \(process.value)")
            }
            #expect(end.code == nil)
            let next = try await site.reva("backup", "--no-prove")
            #expect(next.code == 0, "\(next.errors)")
            #expect(next.warnings.first?.hasPrefix("a run did not end well: reva drill, ") == true, "\(next.warnings)")
            #expect(try await self.containers(of: site) == containers)
            #expect(try await site.scratchDatabases() == "")
            #expect(site.journal == "")
        }
    }
}
