import JSONValues

/// What is asked of a model.
package struct ChatRequest: Sendable, Hashable {
    package var model: String
    package var messages: [ChatMessage]
    /// What it may call. Not together with `format`: models differ in what they make of both.
    package var tools: [Tool] = []
    /// A JSON Schema that the answer has to follow; the server holds the model to it.
    package var format: JSON?
    /// The longest answer, in tokens.
    package var maximumTokens = 1024
    /// 0 is the most likely answer always; nil leaves it to the model.
    package var temperature: Double?
    package var seed: Int?
    /// Texts that end the answer.
    package var stop: [String] = []
    /// Whether a model that can think before it answers does; nil leaves it to the model.
    package var thinks: Bool?

    package init(model: String, messages: [ChatMessage], tools: [Tool] = []) {
        self.model = model
        self.messages = messages
        self.tools = tools
    }

    /// UTF-8 bytes of all that the model reads.
    var size: Int {
        messages.reduce(0) { $0 + $1.size } + tools.reduce(0) { $0 + $1.wire.text.utf8.count }
    }
}
