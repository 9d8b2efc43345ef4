import Foundation
import MCP
import Synchronization
import Testing

/// Our client against our server, as it is used.
@Suite struct EraTests {
    @Test("client and server speak the newest revision with each other")
    func modern() async throws {
        let sample = SampleServer(pageSize: 2)
        try await withLive(sample.server) { url in
            let client = client(url)
            #expect(try await client.tools() == sample.server.definitions)
            let result = try await client.call("add", arguments: ["a": 1])
            #expect(result.structuredContent == ["sum": 11])
            let health = await client.check()
            #expect(health.version == .v20260728)
            #expect(health.server == Implementation(name: "sample", version: "1.2.3", title: "Sample"))
            #expect(health.isConnected && health.isWorking && health.tools == 7 && health.state == .ready)
            await client.close()
        }
    }

    @Test("progress is told in order, and only when it grows")
    func progress() async throws {
        try await withLive(SampleServer().server) { url in
            let reports = Mutex<[Double]>([])
            let result = try await client(url).call("count") { report in reports.withLock { $0.append(report.done) } }
            #expect(result == .text("counted"))
            #expect(reports.withLock { $0 } == [1, 2, 3])
        }
    }

    @Test("a cancelled call is cancelled at the server")
    func cancellation() async throws {
        let sample = SampleServer()
        try await withLive(sample.server) { url in
            let client = client(url)
            let call = Task { try await client.call("wait") }
            await sample.beginnings.next()
            call.cancel()
            await #expect(throws: CancellationError.self) { _ = try await call.value }
            await sample.cancellations.next()
        }
    }
}
