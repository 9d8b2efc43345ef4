import Foundation
import JSONValues
import MCP
import Records

/// A call that waits for a person's yes, as it is shown to them. What is run is what the ticket keeps, not this.
package struct Approval: Sendable, Hashable {
    package struct Argument: Sendable, Hashable {
        package let name: String
        /// JSON, whole.
        package let value: String
    }

    /// Opaque: all that a card needs to carry.
    package let ticket: String
    package let server: String
    package let tool: String
    /// What will be run, to the letter.
    package let arguments: [Argument]
    package let effect: Effect
    package let approvers: Approvers
    package let requester: Person
    package let expires: Date
    /// The tool is not the one that was first seen, or approved last: whoever approves should look twice.
    package let isChangedTool: Bool

    init(_ ticket: Tickets.Ticket, effect: Effect, approvers: Approvers, isChangedTool: Bool) {
        self.ticket = ticket.id
        server = ticket.call.server
        tool = ticket.call.tool
        let members = (try? JSON(parsing: ticket.call.arguments))?.object ?? [:]
        arguments = members.sorted { $0.key < $1.key }.map { Argument(name: $0.key, value: $0.value.text) }
        self.effect = effect
        self.approvers = approvers
        requester = Person(id: ticket.requester, name: ticket.requesterName)
        expires = ticket.expires
        self.isChangedTool = isChangedTool
    }

    /// The exact call over several lines, for places without cards.
    package var lines: [String] {
        ["\(server): \(tool)"] + arguments.map { "  \($0.name): \($0.value)" }
    }
}
