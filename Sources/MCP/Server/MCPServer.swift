import JSONValues
import Logging
import Synchronization

/// A server of the Model Context Protocol with tools: revision 2026-07-28, where each request stands alone, and the
/// three before it, which begin with `initialize`.
///
/// This is what it does, whatever brings the messages. `addRoutes` and `application` serve it over HTTP,
/// `runOnStandardStreams` to the program that started this one.
package final class MCPServer: Sendable {
    let identity: Implementation
    let instructions: String?
    let pageSize: Int
    let limits: JSON.Limits
    let logger: Logger
    private let state: Mutex<State>

    private struct State {
        var tools: [String: Tool]
        var names: [String]
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    /// - Parameters:
    ///   - instructions: told to the model: how the tools work together.
    ///   - tools: listed in this order; of two with the same name the last counts.
    ///   - pageSize: how many tools one answer lists.
    package init(
        name: String, version: String, title: String? = nil, instructions: String? = nil, tools: [Tool] = [],
        pageSize: Int = 100, limits: JSON.Limits = .standard, logger: Logger = Logger(label: "mcp")
    ) {
        identity = Implementation(name: name, version: version, title: title)
        self.instructions = instructions
        self.pageSize = max(1, pageSize)
        self.limits = limits
        self.logger = logger
        state = Mutex(State(tools: Self.byName(tools), names: Self.names(tools)))
    }

    /// What the server offers, in its order.
    package var definitions: [ToolDefinition] {
        state.withLock { state in state.names.compactMap { state.tools[$0]?.definition } }
    }

    /// Offers other tools from now on, and tells everybody who listens that the list changed. Calls that run go on.
    package func replaceTools(_ tools: [Tool]) {
        let listeners = state.withLock { state in
            state.tools = Self.byName(tools)
            state.names = Self.names(tools)
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    func tool(_ name: String) -> Tool? { state.withLock { $0.tools[name] } }

    /// One element each time the tools change; several changes that nobody fetched are one.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listener = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: listener) }
        }
        return stream
    }

    private static func byName(_ tools: [Tool]) -> [String: Tool] {
        Dictionary(tools.map { ($0.definition.name, $0) }, uniquingKeysWith: { _, last in last })
    }

    private static func names(_ tools: [Tool]) -> [String] {
        var seen: Set<String> = []
        return tools.map(\.definition.name).filter { seen.insert($0).inserted }
    }
}
