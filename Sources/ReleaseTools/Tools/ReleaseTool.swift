import JSONValues
import MCP

/// A tool over Release: what it says of itself, and what it does in a session.
struct ReleaseTool: Sendable {
    let name: String
    let title: String
    let description: String
    let parameters: [Parameter]
    let output: JSON
    let annotations: ToolAnnotations
    let run: @Sendable (Arguments, Session) async throws -> JSON

    init<Result: Answer>(
        _ name: String, _ title: String, _ description: String, _ parameters: [Parameter] = [],
        _ annotations: ToolAnnotations = .reading,
        run: @escaping @Sendable (Arguments, Session) async throws -> Result
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.parameters = parameters
        output = Result.schema
        self.annotations = annotations
        self.run = { try JSON(encoding: try await run($0, $1)) }
    }

    var isReadOnly: Bool { annotations.isReadOnly == true }

    var inputSchema: JSON {
        [
            "type": "object",
            "properties": .object(
                Dictionary(parameters.map { ($0.name, $0.schema) }, uniquingKeysWith: { first, _ in first })),
            "required": .array(parameters.filter(\.isRequired).map { .string($0.name) }),
            "additionalProperties": false,
        ]
    }
}

extension ToolAnnotations {
    /// Moves something on; a second time is refused, or moves it further.
    static let moving = Self(isReadOnly: false, isDestructive: false, isIdempotent: false, isOpenWorld: true)
    /// Ends or skips work, which cannot be taken back; a second time is refused.
    static let ending = Self(isReadOnly: false, isDestructive: true, isIdempotent: false, isOpenWorld: true)
}
