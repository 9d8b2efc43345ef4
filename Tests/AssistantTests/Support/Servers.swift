import Hummingbird
import Logging
import JSONValues
import MCP
import PostgresTesting
import Records
import ServiceLifecycle
import Synchronization
import Testing

@testable import Assistant
@testable import Postgres

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a web server on a free port for as long as `body` does.
func withLive<Value: Sendable>(
    _ application: (@escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol,
    _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> Value {
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let application = application { started.yield($0) }
    let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [application], logger: quiet))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { started.finish() }
            try await group.run()
        }
        var iterator = ports.makeAsyncIterator()
        let result: Result<Value, any Error>
        do {
            guard let port = await iterator.next() else { throw NotStarted() }
            result = .success(try await body(port))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}

private struct NotStarted: Error {}

/// A real MCP server with these tools, and a client of it named `lab`.
func withTools<Value: Sendable>(
    _ tools: [MCP.Tool], _ body: @escaping @Sendable (MCPClient, MCPServer) async throws -> Value
) async throws -> Value {
    let server = MCPServer(name: "lab", version: "1", tools: tools, logger: quiet)
    return try await withLive({ server.application(port: 0, started: $0) }) { port in
        let client = labClient(port)
        let value = try await body(client, server)
        await client.close()
        return value
    }
}

func labClient(_ port: Int, options: MCPClient.Options = MCPClient.Options()) -> MCPClient {
    MCPClient(
        name: "lab", endpoint: .http(url: "http://127.0.0.1:\(port)/mcp"),
        identity: Implementation(name: "tests", version: "1"), options: options, logger: quiet)
}

/// Records in the test's own database.
func withRecords<Value: Sendable>(_ body: @Sendable (Records, Pool) async throws -> Value) async throws -> Value {
    let pool = Pool(try Address(TestDatabase.current.url), size: 8, patience: .seconds(120), logger: quiet)
    _ = try await pool.withConnection { try await Migrator(logger: quiet).migrate($0) }
    let result: Result<Value, any Error>
    do { result = .success(try await body(Records(pool), pool)) } catch { result = .failure(error) }
    await pool.close()
    return try result.get()
}

extension MCP.Tool {
    /// A tool that reads, and says this.
    static func reading(_ name: String, _ text: @escaping @Sendable () -> String) -> MCP.Tool {
        Tool(
            name: name, description: "Reads \(name).", inputSchema: ["type": "object", "properties": [:]],
            annotations: .reading
        ) { _ in .text(text()) }
    }

    /// A tool that changes something, and counts how often.
    static func changing(_ name: String, _ calls: Calls, annotations: ToolAnnotations = .adding) -> MCP.Tool {
        Tool(
            name: name, description: "Changes \(name).",
            inputSchema: ["type": "object", "properties": ["id": ["type": "string"], "password": ["type": "string"]]],
            annotations: annotations
        ) { call in
            calls.add(call.arguments)
            return .text("changed \(call["id"]?.string ?? "nothing")")
        }
    }
}

/// The arguments of calls that arrived.
final class Calls: Sendable {
    private let state = Mutex<[JSON]>([])
    func add(_ arguments: JSON) { state.withLock { $0.append(arguments) } }
    var all: [JSON] { state.withLock(\.self) }
}

extension Person {
    static let ada = Person(id: "ada", name: "Ada")
    static let bob = Person(id: "bob", name: "Bob")
}

extension Question {
    static func from(_ text: String) -> Question { from(.ada, text) }

    static func from(
        _ person: Person, _ text: String, _ kind: Kind = .personal, _ language: Language = .english,
        in conversation: String = "c"
    ) -> Question {
        Question(
            conversation: conversation, person: person, text: text, language: language, kind: kind, channel: "test")
    }
}

extension Assistant {
    /// With a scripted model, in front of these tools.
    static func test(
        _ records: Records?, _ model: ScriptedModel?, servers: [MCPClient] = [], policy: ToolPolicy = ToolPolicy(),
        embedder: Embedder? = nil, surroundings: ToldSurroundings = ToldSurroundings(), options: Options = Options()
    ) -> Assistant {
        Assistant(
            records: records, mind: model.map { Mind(server: $0, model: "scripted") }, embedder: embedder,
            servers: servers, policy: policy, surroundings: surroundings, options: options, logger: quiet)
    }

    /// The answer to a question, as a channel gets it.
    func answer(_ question: Question) async throws -> Answer {
        let recorder = Recorder()
        try await answer(question, to: recorder)
        let answer = try #require(recorder.answers.first)
        #expect(recorder.answers.count == 1, "an answer is finished once")
        #expect(answer.text.hasPrefix(recorder.streamed), "what was streamed is the answer's beginning")
        return answer
    }
}
