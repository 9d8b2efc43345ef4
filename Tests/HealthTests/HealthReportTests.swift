import Foundation
import Health
import Testing

@Suite("The health report")
struct HealthReportTests {
    @Test("is ok when everything that is configured works, degraded otherwise")
    func verdict() {
        let works = HealthReport.MCPServer(connected: true)
        let fails = HealthReport.MCPServer(connected: false, error: "it hangs")
        #expect(HealthReport(adapterInitialized: true, database: true).status == .ok)
        #expect(HealthReport(adapterInitialized: true, database: true, mcp: ["jira": works]).status == .ok)
        #expect(HealthReport(adapterInitialized: false, database: true).status == .degraded)
        #expect(HealthReport(adapterInitialized: true, database: false).status == .degraded)
        #expect(HealthReport(adapterInitialized: true, database: true, mcp: ["jira": fails]).status == .degraded)
    }

    @Test("is the JSON that the runbook prints")
    func runbookShape() throws {
        let expected = """
            {
            "status": "ok",
            "adapter_initialized": true,
            "db": true,
            "mcp": {
            "release": {"connected": true},
            "jira": {"connected": true}
            }
            }
            """
        let report = HealthReport(
            adapterInitialized: true, database: true,
            mcp: ["release": .init(connected: true), "jira": .init(connected: true)])
        #expect(try JSONDecoder().decode(HealthReport.self, from: Data(expected.utf8)) == report)
        let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)) as? NSDictionary
        let printed = try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary
        #expect(written == printed)
    }

    @Test("says what is wrong, a sentence a part")
    func complaints() {
        let report = HealthReport(
            adapterInitialized: true, database: false,
            mcp: ["release": .init(connected: false, error: "it hangs"), "jira": .init(connected: true)])
        #expect(
            report.complaints == [
                "the database does not answer", "the MCP server release does not answer: it hangs",
            ])
    }
}
