import JSONValues

/// Something that a server asks of the person who called one of its tools.
package struct Elicitation: Sendable, Hashable {
    package var message: String
    /// Of the object that is wanted: strings, numbers, booleans and choices, no deeper.
    package var schema: JSON

    init(_ params: JSON?) {
        message = params?["message"]?.string ?? ""
        schema = params?["requestedSchema"] ?? ["type": "object", "properties": [:]]
    }

    package enum Answer: Sendable, Hashable {
        /// An object; what is left out gets the default that the schema gives it.
        case accept(JSON)
        /// The person said no.
        case decline
        /// Nobody said anything.
        case cancel
    }

    package typealias Handler = @Sendable (Elicitation) async -> Answer

    /// What the protocol wants to hear. Other forms than a form, such as an address to visit, were never declared.
    static func result(_ params: JSON?, _ handler: Handler) async -> JSON {
        guard (params?["mode"]?.string ?? "form") == "form" else { return ["action": "cancel"] }
        let elicitation = Elicitation(params)
        switch await handler(elicitation) {
        case .accept(let content):
            return ["action": "accept", "content": Schema(elicitation.schema).addingDefaults(to: content)]
        case .decline: return ["action": "decline"]
        case .cancel: return ["action": "cancel"]
        }
    }
}
