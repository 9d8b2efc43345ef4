import JSONValues

/// A tool that a server offers: what it says of itself, and what it does.
package struct Tool: Sendable {
    package typealias Handler = @Sendable (ToolCall) async throws -> ToolResult

    package let definition: ToolDefinition
    let handler: Handler
    let parameterHeaders: ParameterHeaders

    /// - Parameters:
    ///   - name: 1 to 128 of `A-Z a-z 0-9 _ - .`
    ///   - inputSchema: of an object. Arguments that do not fit never reach the handler, defaults are filled in.
    ///   - outputSchema: where given, every good result has structured content that fits.
    ///   - handler: does it. Its task is cancelled when the caller cancels or, where that means the same, hangs up.
    package init(
        name: String, title: String? = nil, description: String, inputSchema: JSON, outputSchema: JSON? = nil,
        annotations: ToolAnnotations, handler: @escaping Handler
    ) {
        // Tools are written in source code: a wrong one is a mistake there, which its first start shows.
        precondition(ToolDefinition.isName(name), "\(name) is no name for a tool")
        precondition(inputSchema["type"] == "object", "the input schema of \(name) is not that of an object")
        do {
            parameterHeaders = try ParameterHeaders(schema: inputSchema)
        } catch {
            preconditionFailure("the input schema of \(name) is wrong: \(error)")
        }
        definition = ToolDefinition(
            name: name, title: title, description: description, inputSchema: inputSchema, outputSchema: outputSchema,
            annotations: annotations)
        self.handler = handler
    }
}

/// Thrown by a tool's handler: the tool failed, and the text tells the model why and what to do instead.
package struct ToolFailure: Error, Sendable, CustomStringConvertible {
    package let text: String
    package init(_ text: String) { self.text = text }
    package var description: String { text }
}
