import RevaTesting
import Testing

extension InKubernetes {
    /// The quarterly test, in the pod of a job.
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

        @Test(
            "a drill passes beside production and on a server of its own; report and evidence come out of the cluster",
            arguments: [
                "scratch", "server",
            ])
        func drill(on place: String) async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            let end = try await cluster.reva("drill", "--on", place, "--format", "json")
            #expect(end.code == 0, "\(end.output)\(end.errors)")
            let report: Report = try end.decoded()
            #expect(report.passed)
            #expect(report.checks.first { $0.name == "Reva starts on the copy" }?.state == "passed", "\(report.checks)")
            try await cluster.expectProduction("live")
            let scratch = "SELECT count(*) FROM pg_database WHERE datname LIKE 'reva\\_scratch\\_%'"
            #expect(try await cluster.query(scratch) == "0")
            let page = try await cluster.reva("drill", "report", "--as", "html")
            #expect(page.output.contains("Reva starts on the copy"), "\(page.errors)")
            let listed = try await cluster.reva("evidence", "list", "--what", "drill")
            #expect(listed.code == 0 && listed.output.contains("passed"), "\(listed.output)\(listed.errors)")
        }
    }
}
