import Hummingbird
import JSONValues
import MCP
import Synchronization
import Testing

@Suite struct HealthTests {
    @Test("connected is not working: the probe must find something, and two failures count")
    func probe() async throws {
        let answer = Mutex<JSON>(["content": [["type": "text", "text": "[{\"key\":\"A\"}]"]]])
        let fake = FakeServer.modern { seen in .result(seen, answer.withLock { $0 }) }
        try await fake.run { url in
            let client = client(url, probe: Probe(tool: "echo"))
            var health = await client.check()
            #expect(health.isConnected && health.isWorking && health.tools == 1 && health.detail == nil)
            for bad in [
                ["content": [["type": "text", "text": "[ ]"]]], ["content": [], "structuredContent": ["result": []]],
                ["content": [["type": "text", "text": "Jira is down"]], "isError": true],
            ] as [JSON] {
                answer.withLock { $0 = bad }
                health = await client.check()
                #expect(health.isConnected && health.state == .degraded && health.detail?.isEmpty == false)
            }
            #expect(!health.isWorking && health.detail == "echo of test failed: Jira is down")
            answer.withLock { $0 = ["content": [["type": "text", "text": "x"]]] }
            #expect(await client.check().isWorking)
            answer.withLock { $0 = ["content": []] }
            #expect(await client.check().isWorking, "once is not yet down")
            #expect(await !client.check().isWorking)
        }
    }

    @Test("tells when the tools changed, and connects again when the server comes back")
    func running() async throws {
        let sample = SampleServer()
        let options = MCPClient.Options(backoff: .milliseconds(5)...(.milliseconds(20)))
        let current = Mutex("")
        // The address stays the same, the server behind it does not.
        let front = FakeServer { seen in
            guard current.withLock({ !$0.isEmpty }) else { return Response(status: .serviceUnavailable) }
            return try await FakeServer.modern(tools: current.withLock { [FakeServer.tool($0)] }).answer(seen)
        }
        try await withLive(sample.server) { url in
            let client = client(url, options: options)
            let running = Task { try await client.run() }
            var changes = client.toolChanges.makeAsyncIterator()
            while !client.health.isWorking { try await Task.sleep(for: .milliseconds(2)) }
            // The subscription may begin a little later than the check ends, so the change is made until it is told.
            let changing = Task {
                while !Task.isCancelled {
                    sample.server.replaceTools([
                        Tool(name: "only", description: "", inputSchema: SampleServer.nothing, annotations: .reading) {
                            _ in
                            .text("")
                        }
                    ])
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            #expect(await changes.next()?.map(\.name) == ["only"])
            changing.cancel()
            running.cancel()
            try await running.value
            #expect(client.health.state == .disconnected)
        }
        try await front.run { url in
            let client = client(url, options: options)
            let running = Task { try await client.run() }
            while client.health.detail == nil { try await Task.sleep(for: .milliseconds(2)) }
            #expect(!client.health.isConnected)
            current.withLock { $0 = "back" }
            while !client.health.isWorking { try await Task.sleep(for: .milliseconds(2)) }
            #expect(client.health.tools == 1)
            running.cancel()
            try await running.value
        }
    }
}
