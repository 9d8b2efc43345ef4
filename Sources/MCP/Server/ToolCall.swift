import JSONValues

/// One call of a tool, as its handler sees it.
package struct ToolCall: Sendable {
    package let name: String
    /// An object that fits the tool's input schema, with its defaults.
    package let arguments: JSON
    private let headers: @Sendable (String) -> String?
    private let reporter: (@Sendable (Progress) async -> Void)?

    init(
        name: String, arguments: JSON, headers: @escaping @Sendable (String) -> String?,
        reporter: (@Sendable (Progress) async -> Void)?
    ) {
        self.name = name
        self.arguments = arguments
        self.headers = headers
        self.reporter = reporter
    }

    /// An argument; nil where it was not given and has no default.
    package subscript(_ argument: String) -> JSON? { arguments[argument] }

    /// A header of the HTTP request that brought the call, whatever its case; nil over standard streams.
    package func header(_ name: String) -> String? { headers(name) }

    /// Tells the caller how far the call is; does nothing where nobody asked for it, or where it is not farther than
    /// before.
    package func report(_ progress: Progress) async { await reporter?(progress) }
}
