import Assistant
import Foundation
import JSONValues
import LanguageModel
import Logging
import MCP
import OllamaStandIn
import Synchronization
import Teams
import TeamsStandIn

@testable import Server

/// A bot with a language model and tools, by the real protocols on all sides: Microsoft's cloud, Ollama and MCP.
struct ThinkingBot: Sendable {
    let reva: RunningBot
    let model: OllamaStandIn
    /// Arguments of the calls that changed something.
    let changes: Changes
    let clock: StoppedClock

    /// - Parameter clock: whether streaming goes by a clock that the test moves.
    static func with(
        _ policy: ToolPolicy = ToolPolicy(), options: Assistant.Options = .init(), clock isStopped: Bool = false,
        _ body: @escaping @Sendable (ThinkingBot) async throws -> Void
    ) async throws {
        let (model, changes, clock) = (OllamaStandIn(), Changes(), StoppedClock())
        let server = MCPServer(name: "lab", version: "1", tools: tools(changes), logger: QueueSite.logger)
        let ports = AsyncStream<(String, Int)>.makeStream()
        try await QueueSite.running([
            model.application(logger: QueueSite.logger) { ports.continuation.yield(("model", $0)) },
            server.application(port: 0) { ports.continuation.yield(("tools", $0)) },
        ]) {
            var places: [String: Int] = [:]
            for await (name, port) in ports.stream {
                places[name] = port
                if places.count == 2 { break }
            }
            let client = MCPClient(
                name: "lab", endpoint: .http(url: "http://127.0.0.1:\(places["tools"] ?? 0)/mcp"),
                identity: Implementation(name: "test", version: "1"), logger: QueueSite.logger)
            let ollama = Ollama(
                address: "http://127.0.0.1:\(places["model"] ?? 0)", contextTokens: 32_768, token: nil,
                patience: Patience())
            var equipment = RunningBot.Equipment()
            equipment.mind = Mind(server: ollama, model: "stand-in")
            equipment.servers = [client]
            equipment.policy = policy
            equipment.options = options
            if isStopped { equipment.time = clock.source }
            let result = await Result.catching {
                try await RunningBot.with(equipment: equipment) {
                    try await body(ThinkingBot(reva: $0, model: model, changes: changes, clock: clock))
                }
            }
            await client.close()
            try result.get()
        }
    }

    private static func tools(_ changes: Changes) -> [MCP.Tool] {
        let schema: JSON = [
            "type": "object", "properties": ["release": ["type": "string"], "comment": ["type": "string"]],
            "required": ["release"],
        ]
        let page: JSON = [
            "release": ["title": "Payment 4.2", "link": "https://release.example/R-12", "status": "FAILED"]
        ]
        return [
            MCP.Tool(
                name: "get_release", description: "Reads a release.", inputSchema: schema, annotations: .reading
            ) { _ in .structured(page) },
            MCP.Tool(
                name: "abort_release", description: "Aborts a release.", inputSchema: schema, annotations: .adding
            ) { call in
                changes.add(call.arguments)
                return .text("aborted \(call["release"]?.string ?? "nothing")")
            },
        ]
    }

    /// Waits until the model has come to a step that stalls.
    func modelStalls() async {
        for await event in model.events where event == .stalled { return }
    }

    final class Changes: Sendable {
        private let state = Mutex<[JSON]>([])
        func add(_ arguments: JSON) { state.withLock { $0.append(arguments) } }
        var all: [JSON] { state.withLock(\.self) }
    }
}

/// A clock that a test moves; whoever sleeps moves it too.
final class StoppedClock: Sendable {
    private let time = Mutex(Duration.zero)

    func advance(by duration: Duration) { time.withLock { $0 += duration } }

    var source: TimeSource {
        TimeSource(now: { Date() }, uptime: { self.time.withLock(\.self) }, sleep: { self.advance(by: $0) })
    }
}

extension Delivery {
    var json: JSON { (try? JSON(parsing: Array(body))) ?? .null }

    func entity(_ type: String) -> JSON? { json["entities"]?.array?.first { $0["type"]?.string == type } }

    /// Of which kind a piece of a stream is; nil for what is none.
    var streamType: String? { entity("streaminfo")?["streamType"]?.string }

    var card: JSON? { json["attachments"]?.array?.first?["content"] }

    /// What the buttons of the card carry.
    var ticket: String? {
        card?["actions"]?.array?.compactMap { $0["data"]?["ticket"]?.string }.first
    }
}
