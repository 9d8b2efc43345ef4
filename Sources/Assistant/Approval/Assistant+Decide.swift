import JSONValues
import Logging
import MCP
import Records

extension Assistant {
    /// Does what a person decided of an approval: at most once, whoever decides how often, and never anything but the
    /// call that the ticket keeps. May take as long as the tool does; a caller that is cancelled meanwhile stops nothing.
    package func decide(_ decision: Decision) async -> DecisionOutcome {
        guard let records else { return .init(.unavailable, .databaseAway, decision.language) }
        // A yes is carried out to its end, and recorded, also when whoever brought it is gone.
        return await Task {
            do {
                return try await decide(decision, records)
            } catch {
                logger.warning("a decision could not be carried out", metadata: ["error": "\(error)"])
                return .init(.unavailable, .databaseAway, decision.language)
            }
        }.value
    }

    /// - Throws: only while nothing was done.
    private func decide(_ decision: Decision, _ records: Records) async throws -> DecisionOutcome {
        let language = decision.language
        _ = try await records.tickets.settleAbandoned(after: Self.abandonedSeconds)
        guard let ticket = try await records.tickets.find(decision.ticket) else {
            return .init(.stale, .noSuchTicket, language)
        }
        if ticket.state != .open { return .init(.decidedBefore, .decidedBefore(ticket.state.rawValue), language) }
        if ticket.isExpired { return .init(.stale, .ticketExpired, language) }
        guard mayDecide(decision, ticket) else { return .init(.notAllowed, .mayNotApprove, language) }
        guard decision.isApproved else {
            guard try await records.tickets.decline(ticket.id, by: decision.person.id) != nil else {
                return .init(.decidedBefore, .decidedBefore("declined"), language)
            }
            try await log(ticket, decision, "tool declined", outcome: "declined", records)
            return .init(.declined, .declined(by: decision.person.name), language)
        }
        let client = servers.first { $0.name == ticket.call.server }
        // Asked anew: a list from before may be of a tool that has become another one.
        _ = await client?.check()
        guard let client, let definitions = try? await client.tools() else {
            return .init(.unavailable, .serverAway(ticket.call.server), language)
        }
        guard let definition = definitions.first(where: { $0.name == ticket.call.tool }),
            KnownTools.hash(of: definition) == ticket.call.definitionHash,
            policy.effect(of: definition, at: client.name) != .hidden,
            let arguments = try? JSON(parsing: ticket.call.arguments)
        else {
            _ = try await records.tickets.decline(ticket.id, by: decision.person.id)
            return .init(.stale, .toolChanged, language)
        }
        guard try await records.tickets.take(ticket.id, by: decision.person.id) != nil else {
            return .init(.decidedBefore, .decidedBefore("running"), language)
        }
        return await carryOut(ticket, decision, arguments, definition, client, records)
    }

    /// Rights are those of now: who the ticket names must also be one whom the settings still allow.
    private func mayDecide(_ decision: Decision, _ ticket: Tickets.Ticket) -> Bool {
        guard decision.conversation == ticket.conversation else { return false }
        let person = decision.person.id
        // Whoever asked may always take it back.
        if !decision.isApproved, person == ticket.requester { return true }
        guard let effect = Effect(rawValue: ticket.call.effect) else { return false }
        let now = policy.approvers(of: ticket.call.tool, at: ticket.call.server, effect: effect)
        return Approvers(ticket.call.approvers)?.include(person, requester: ticket.requester) == true
            && now.include(person, requester: ticket.requester)
    }

    /// Runs the call of a ticket that was taken. No change without a record of it: that comes first.
    private func carryOut(
        _ ticket: Tickets.Ticket, _ decision: Decision, _ arguments: JSON, _ definition: ToolDefinition,
        _ client: MCPClient, _ records: Records
    ) async -> DecisionOutcome {
        do {
            try await log(ticket, decision, "tool approved", outcome: "begun", records)
        } catch {
            _ = try? await records.tickets.settle(ticket.id, as: .failed, outcome: "could not be recorded")
            return .init(.failed, .databaseAway, decision.language)
        }
        let begin = ContinuousClock.now
        let result = await Self.call(client, ticket.call.tool, arguments)
        surroundings.observe(
            .toolCall(
                server: client.name, tool: ticket.call.tool, ContinuousClock.now - begin,
                succeeded: result.state == .done))
        do {
            try await records.tickets.settle(ticket.id, as: result.state, outcome: result.said)
            try await log(ticket, decision, "tool called", outcome: result.state.rawValue, records)
            try await records.toolDefinitions.approve(
                ticket.call.definitionHash, server: client.name, tool: definition.name, by: decision.person.id)
            known.approve(definition, at: client.name)
        } catch {
            // What was done is told all the same; the entry before says that it was begun.
            logger.error("the outcome of a call could not be recorded", metadata: ["error": "\(error)"])
        }
        return outcome(of: ticket, result, decision)
    }

    private func outcome(
        of ticket: Tickets.Ticket, _ result: (state: Tickets.State, said: String), _ decision: Decision
    ) -> DecisionOutcome {
        let (tool, name) = (ticket.call.tool, decision.person.name)
        return switch result.state {
        case .done: .init(.done, .toolDone(tool, by: name, said: result.said), decision.language)
        case .unknown: .init(.unknown, .toolUnknown(tool, by: name), decision.language)
        default: .init(.failed, .toolFailed(tool, by: name, said: result.said), decision.language)
        }
    }

    /// Never throws: a call has an outcome, and one of them is that nobody knows.
    private static func call(
        _ client: MCPClient, _ tool: String, _ arguments: JSON
    ) async -> (state: Tickets.State, said: String) {
        do {
            let result = try await client.call(tool, arguments: arguments)
            return (result.isError ? .failed : .done, result.text(limit: 500))
        } catch let error as MCPError {
            switch error.reason {
            case .unreachable, .unauthorized, .refused, .unknownTool, .inputRequired: return (.failed, error.summary)
            case .lost, .timedOut, .status, .protocolViolation, .tooLarge: return (.unknown, error.summary)
            }
        } catch {
            return (.unknown, "\(error)")
        }
    }

    private func log(
        _ ticket: Tickets.Ticket, _ decision: Decision, _ action: String, outcome: String, _ records: Records
    ) async throws {
        let arguments = (try? JSON(parsing: ticket.call.arguments)) ?? .null
        let details: JSON = [
            "ticket": .string(ticket.id), "arguments": Redaction.redacted(arguments),
            "effect": .string(ticket.call.effect),
            "requester": .string(ticket.requester), "conversation": .string(ticket.conversation),
            "rights": .string("reva at \(ticket.call.server), for \(ticket.requester)"), "outcome": .string(outcome),
        ]
        try await records.activity.append(
            actor: decision.person.id, action: action, subject: "\(ticket.call.server)/\(ticket.call.tool)",
            details: details.text)
    }

    /// Longer than any call may take.
    private static let abandonedSeconds = 900
}

extension DecisionOutcome {
    init(_ kind: Kind, _ phrase: Phrase, _ language: Language) {
        self.init(kind: kind, text: phrase.text(language))
    }
}
