import Hummingbird
import LanguageModel
import JSONValues
import MCP
import Testing

@testable import Assistant

/// Tool servers that hang, lie, flood and die: each costs an honest answer, and the next one is as good as ever.
@Suite struct ToolServerFaultTests {
    enum Fault: String, CaseIterable, Sendable {
        case hangs, lies, floods, fails
    }

    private static func tool(_ fault: Fault) -> MCP.Tool {
        MCP.Tool(
            name: "look", description: "Looks.", inputSchema: ["type": "object"],
            outputSchema: fault == .lies ? ["type": "object", "required": ["truth"]] : nil, annotations: .reading
        ) { _ in
            switch fault {
            case .hangs:
                try await Task.sleep(for: .seconds(3600))
                return .text("late")
            case .lies: return .structured(["lie": true])
            case .floods: return .text(String(repeating: "spam ", count: 2_000_000))
            case .fails: throw ToolFailure("the release is locked")
            }
        }
    }

    @Test("a fault of a tool is told to the model, and the person gets an answer", arguments: Fault.allCases)
    func faults(fault: Fault) async throws {
        let server = MCPServer(
            name: "lab", version: "1", tools: [Self.tool(fault), .reading("other") { "fine" }], logger: quiet)
        try await withLive({ server.application(port: 0, started: $0) }) { port in
            let client = labClient(port, options: .init(callTimeout: .seconds(5)))
            let model = ScriptedModel(.call("lab__look"), .says("I could not look."))
            let answer = try await Assistant.test(nil, model, servers: [client]).answer(.from("Look"))
            #expect(answer.text.hasPrefix("I could not look."))
            let told = try #require(model.requests.last?.lastToolText)
            #expect(told.utf8.count < 11_000)
            #expect(told.hasPrefix("It could not be asked: ") || told.hasPrefix("It failed:\n<data-"))
            #expect(answer.citations.isEmpty)
            let again = ScriptedModel(.call("lab__other"), .says("Fine."))
            #expect(
                try await Assistant.test(nil, again, servers: [client]).answer(.from("Look")).text.hasPrefix("Fine."))
            #expect(again.requests.last?.lastToolText?.contains("fine") == true)
            await client.close()
        }
    }

    @Test(
        "a server that dies in the middle of its answer is a failed call; one that is not there is named to the model")
    func dies() async throws {
        let router = Router()
        router.post("mcp") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "data: {\"jsonrpc\":"))
                    throw ToolFailure("gone")
                })
        }
        try await withLive({ started in
            Application(
                router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { await started($0.localAddress?.port ?? 0) }, logger: quiet)
        }) { port in
            let client = labClient(port)
            let model = ScriptedModel(.says("The lab is away."))
            let answer = try await Assistant.test(nil, model, servers: [client]).answer(.from("Look"))
            #expect(answer.text.hasPrefix("The lab is away."))
            #expect(model.requests.first?.messages.first?.text.contains("cannot be reached now: lab.") == true)
            await client.close()
        }
    }
}
