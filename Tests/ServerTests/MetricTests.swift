import Foundation
import Health
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Server

@Suite struct MetricTests {
    private func server(_ metrics: Metrics) -> RevaServer {
        let report = HealthReport(
            adapterInitialized: true, database: true, mcp: ["release": .init(connected: false, error: "<b>no</b>")])
        var server = RevaServer(host: "127.0.0.1", port: 0, logger: Logger(label: "test")) {
            report
        } health: {
            report
        }
        server.metrics = metrics
        server.facts = { [Fact("Backups", "none & <none>", advice: "reva backup")] }
        return server
    }

    @Test("the published names are there from the first request on")
    func names() async throws {
        let metrics = Metrics()
        metrics.measure(.stepDuration, .milliseconds(1500))
        metrics.measure(.toolDuration, .milliseconds(250), ["server": "release"])
        metrics.count(.toolCalls, ["server": "a\"b\\c\nd", "result": "error"])
        try await server(metrics).application().test(.router) { client in
            try await client.execute(uri: "/api/live", method: .get) { #expect($0.status == .ok) }
            try await client.execute(uri: "/api/metrics", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
                let text = String(buffer: response.body)
                for line in [
                    "reva_llm_step_duration_p50_seconds 1.5", "reva_agent_max_steps_aborts_total 0.0",
                    #"reva_mcp_tool_duration_p50_seconds{server="release"} 0.25"#, "reva_active_sessions 0.0",
                    #"reva_requests_total{result="success"} 1.0"#, #"reva_requests_total{result="error"} 0.0"#,
                    #"reva_notification_deliveries_total{result="sent"} 0.0"#,
                    #"reva_mcp_tool_calls_total{server="a\"b\\c\nd",result="error"} 1.0"#,
                    "# TYPE reva_requests_total counter",
                ] { #expect(text.contains(line + "\n"), "\(line)") }
                #expect(text.contains("reva_request_duration_p50_seconds "))
                // Each name is explained once, before its first line.
                let helped = text.split(separator: "\n").filter { $0.hasPrefix("# HELP") }
                #expect(Set(helped).count == helped.count)
            }
            try await client.execute(uri: "/api/stats", method: .get) { response in
                struct Entry: Decodable {
                    let labels: [String: String]
                    let value: Double
                }
                let stats = try JSONDecoder().decode([String: [Entry]].self, from: Data(buffer: response.body))
                #expect(stats["reva_llm_step_duration_p50_seconds"]?.first?.value == 1.5)
                #expect(stats["reva_requests_total"]?.count == 2)
            }
        }
    }

    @Test("quantiles are of what happened lately")
    func quantiles() throws {
        let metrics = Metrics()
        for number in 1...100 { metrics.measure(.turnDuration, .seconds(number)) }
        func value(_ name: String) -> Double? { metrics.samples.first { $0.name == name }?.value }
        #expect(value("reva_turn_duration_p50_seconds") == 50)
        #expect(value("reva_turn_duration_p95_seconds") == 95)
        for _ in 0..<600 { metrics.measure(.turnDuration, .seconds(1)) }
        #expect(value("reva_turn_duration_p95_seconds") == 1)
        #expect(value("reva_turn_duration_count") == 700)
    }

    @Test("names that others give cannot fill the memory")
    func bounded() {
        let metrics = Metrics()
        for number in 0..<10_000 { metrics.count(.toolCalls, ["server": "\(number)"]) }
        #expect(metrics.samples.count <= 520)
    }

    @Test("each answer carries the id of its request")
    func requestID() async throws {
        try await server(Metrics()).application().test(.router) { client in
            let name = try #require(HTTPField.Name("X-Request-Id"))
            let first = try await client.execute(uri: "/api/live", method: .get) { $0.headers[name] }
            let second = try await client.execute(uri: "/nothing", method: .get) { response in
                #expect(response.status == .notFound)
                return response.headers[name]
            }
            #expect(first != nil)
            #expect(first != second)
        }
    }

    @Test("the page for people says what is wrong, takes nothing from elsewhere, and shows texts as they are")
    func page() async throws {
        try await server(Metrics()).application().test(.router) { client in
            try await client.execute(uri: "/", method: .get) { response in
                #expect(response.status == .ok)
                let text = String(buffer: response.body)
                #expect(text.contains("Something is wrong."))
                #expect(
                    text.contains("<th>Tools of release</th><td>not connected<br><code>reva recover mcp</code></td>"))
                #expect(text.contains("none &amp; &lt;none&gt;"))
                #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("<script"))
                #expect(response.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            }
        }
    }
}
