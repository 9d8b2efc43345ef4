import Foundation
import Health
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Server

@Suite("The probes")
struct ProbeTests {
    private func server(_ report: HealthReport) -> RevaServer {
        RevaServer(host: "127.0.0.1", port: 0, logger: Logger(label: "test")) {
            report
        } health: {
            report
        }
    }

    @Test("health is 200 with the runbook's JSON when all is well")
    func healthy() async throws {
        let report = HealthReport(adapterInitialized: true, database: true)
        try await server(report).application().test(.router) { client in
            try await client.execute(uri: "/api/health", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "application/json")
                #expect(
                    String(buffer: response.body)
                        == #"{"adapter_initialized":true,"db":true,"mcp":{},"status":"ok"}"#)
            }
        }
    }

    @Test("health has exactly what the runbook expects, and says more only to whoever asks for it")
    func detail() async throws {
        let report = HealthReport(
            adapterInitialized: true, database: true,
            mcp: [
                "jira": .init(connected: false, error: "nobody listens"), "release": .init(connected: true, tools: 9),
            ])
        try await server(report).application().test(.router) { client in
            try await client.execute(uri: "/api/health", method: .get) { response in
                let words =
                    #"{"adapter_initialized":true,"db":true,"mcp":{"jira":{"connected":false},"#
                    + #""release":{"connected":true}},"status":"degraded"}"#
                #expect(String(buffer: response.body) == words)
            }
            try await client.execute(uri: "/api/health?detail=true", method: .get) { response in
                let body = try JSONDecoder().decode(HealthReport.self, from: Data(response.body.readableBytesView))
                #expect(body == report)
            }
        }
    }

    @Test("health is 503 and says degraded when the database does not answer")
    func degraded() async throws {
        let report = HealthReport(adapterInitialized: true, database: false)
        try await server(report).application().test(.router) { client in
            try await client.execute(uri: "/api/health", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                let body = try JSONDecoder().decode(HealthReport.self, from: Data(response.body.readableBytesView))
                #expect(body == report)
            }
        }
    }

    @Test("live stays 200 without a database, ready does not", arguments: [true, false])
    func liveAndReady(database: Bool) async throws {
        let report = HealthReport(adapterInitialized: true, database: database)
        try await server(report).application().test(.router) { client in
            try await client.execute(uri: "/api/live", method: .get) { #expect($0.status == .ok) }
            try await client.execute(uri: "/api/ready", method: .get) { response in
                #expect(response.status == (database ? .ok : .serviceUnavailable))
            }
        }
    }

    @Test("ready stays 200 when only an MCP server is away: work can be given all the same")
    func readyWithoutTools() async throws {
        let report = HealthReport(adapterInitialized: true, database: true, mcp: ["jira": .init(connected: false)])
        try await server(report).application().test(.router) { client in
            try await client.execute(uri: "/api/health", method: .get) { #expect($0.status == .serviceUnavailable) }
            try await client.execute(uri: "/api/ready", method: .get) { #expect($0.status == .ok) }
        }
    }
}
