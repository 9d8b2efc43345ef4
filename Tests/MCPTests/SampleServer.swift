import JSONValues
import MCP
import Synchronization

/// A server with one tool for each thing that a tool can do.
struct SampleServer {
    let server: MCPServer
    /// Calls of `wait` that were cancelled.
    let cancellations = Events()
    /// Calls of `wait` that began.
    let beginnings = Events()

    init(pageSize: Int = 100) {
        let (beginnings, cancellations) = (beginnings, cancellations)
        server = MCPServer(
            name: "sample", version: "1.2.3", title: "Sample", instructions: "Use the tools.",
            tools: [
                Tool(
                    name: "add", title: "Add", description: "Adds two numbers.",
                    inputSchema: [
                        "type": "object",
                        "properties": [
                            "a": ["type": "integer"], "b": ["type": "integer", "default": 10, "maximum": 1000],
                        ],
                        "required": ["a"], "additionalProperties": false,
                    ],
                    outputSchema: [
                        "type": "object", "properties": ["sum": ["type": "integer"]], "required": ["sum"],
                    ], annotations: .reading
                ) { call in
                    .structured(["sum": .integer((call["a"]?.integer ?? 0) + (call["b"]?.integer ?? 0))])
                },
                Tool(
                    name: "fail", description: "Fails.", inputSchema: Self.nothing, annotations: .reading
                ) { _ in throw ToolFailure("the release is locked; unlock it first") },
                Tool(
                    name: "crash", description: "Throws.", inputSchema: Self.nothing, annotations: .reading
                ) { _ in throw Crash() },
                Tool(
                    name: "lie", description: "Answers what its schema forbids.", inputSchema: Self.nothing,
                    outputSchema: ["type": "object", "required": ["truth"]], annotations: .reading
                ) { _ in .structured(["lie": true]) },
                Tool(
                    name: "count", description: "Reports progress.", inputSchema: Self.nothing, annotations: .reading
                ) { call in
                    for done in [1.0, 2, 2, 1, 3] {
                        await call.report(Progress(done: done, total: 3, message: "step \(Int(done))"))
                    }
                    return .text("counted")
                },
                Tool(
                    name: "wait", description: "Waits until it is cancelled.", inputSchema: Self.nothing,
                    annotations: .adding
                ) { _ in
                    beginnings.happen()
                    do {
                        while true { try await Task.sleep(for: .seconds(3600)) }
                    } catch {
                        cancellations.happen()
                        throw error
                    }
                },
                Tool(
                    name: "header", description: "Tells a header.",
                    inputSchema: [
                        "type": "object",
                        "properties": [
                            "region": ["type": "string", "x-mcp-header": "Region"],
                            "number": ["type": "integer", "x-mcp-header": "Number"],
                        ],
                    ], annotations: .reading
                ) { call in
                    .text("\(call.header("authorization") ?? "none") \(call.header("mcp-param-region") ?? "none")")
                },
            ], pageSize: pageSize, logger: quiet)
    }

    struct Crash: Error {}
    static let nothing: JSON = ["type": "object", "properties": [:]]
}

/// Things that happen, to be waited for.
final class Events: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    func happen() { continuation.yield() }
    func next() async { for await _ in stream { return } }
}
