import Foundation
import JSONValues
import LanguageModel
import MCP
import Records

extension Turn {
    /// What the model is told of a call: its result, or why there is none.
    mutating func result(
        of call: LanguageModel.ToolCall, _ shelf: ToolShelf, _ choice: inout ToolChoice
    ) async throws -> String {
        guard case .object(let members) = call.arguments else { return "The arguments are not a JSON object." }
        if let own = OwnTool(name: call.name) { return await result(of: own, members, &choice) }
        guard let tool = shelf[call.name] else { return "There is no tool \(call.name.prefix(64))." }
        let arguments = JSON.object(members)
        let violations = Schema(tool.definition.inputSchema).violations(in: arguments)
        guard violations.isEmpty else {
            return "The arguments do not fit: " + violations.prefix(5).map(\.description).joined(separator: "; ")
        }
        let gate = Gate(policy: assistant.policy, known: assistant.known)
        switch await gate.verdict(on: tool, notebook) {
        case .run: return try await read(tool, arguments)
        case .ask(let effect, let approvers, let isChangedTool):
            return await ask(for: tool, arguments, effect, approvers, isChangedTool: isChangedTool)
        }
    }

    /// Opens a ticket; the same call twice in a turn is one.
    private mutating func ask(
        for tool: OfferedTool, _ arguments: JSON, _ effect: Effect, _ approvers: Approvers, isChangedTool: Bool
    ) async -> String {
        let call = Tickets.Call(
            server: tool.server, tool: tool.definition.name, arguments: arguments.text,
            definitionHash: KnownTools.hash(of: tool.definition), effect: effect.rawValue,
            approvers: approvers.description)
        if tickets.insert(call).inserted {
            let (question, seconds) = (question, assistant.options.ticketSeconds)
            let ticket = await notebook.ask {
                try await $0.tickets.open(
                    call, conversation: question.conversation, requester: question.person.id,
                    requesterName: question.person.name, seconds: seconds)
            }
            guard let ticket else {
                tickets.remove(call)
                return "Nothing can be changed now: the database, which keeps approvals, is away."
            }
            approvals.append(
                Approval(ticket, effect: effect, approvers: approvers, isChangedTool: isChangedTool))
        }
        return "It was not done. People are asked for their approval of exactly this call, after your answer."
    }

    private mutating func read(_ tool: OfferedTool, _ arguments: JSON) async throws -> String {
        let what = "\(tool.server): \(tool.definition.title ?? tool.definition.name)"
        if let pace = assistant.pace,
            await !pace.admits(tool.definition.name, at: tool.server, for: question.person)
        {
            return "It was not asked: too many calls within a minute. Answer with what you have, and say so."
        }
        try await channel.status(Phrase.using(what).text(question.language))
        let begin = ContinuousClock.now
        do {
            let result = try await tool.client.call(tool.definition.name, arguments: arguments)
            await observe(tool, arguments, since: begin, outcome: result.isError ? "failed" : "done")
            if result.isError { return "It failed:\n" + fence.around(result.text(limit: Fence.limit)) }
            if let table = Table(of: result) { tables = [table] }
            let found = sources.add(result, of: tool.definition.name, at: tool.server, read: Date())
            let numbers = found.map { "[\($0.number)] is \($0.title)" }.joined(separator: "\n")
            return fence.around((numbers.isEmpty ? "" : numbers + "\n") + result.text(limit: Fence.limit))
        } catch let error as MCPError {
            try Task.checkCancellation()
            await observe(tool, arguments, since: begin, outcome: error.summary)
            return "It could not be asked: \(error.summary)."
        }
    }

    private func observe(
        _ tool: OfferedTool, _ arguments: JSON, since begin: ContinuousClock.Instant, outcome: String
    ) async {
        assistant.surroundings.observe(
            .toolCall(
                server: tool.server, tool: tool.definition.name, ContinuousClock.now - begin,
                succeeded: outcome == "done"))
        let (person, conversation) = (question.person.id, question.conversation)
        let details: JSON = [
            "arguments": Redaction.redacted(arguments), "conversation": .string(conversation),
            "rights": .string("reva at \(tool.server), for \(person)"), "outcome": .string(outcome),
        ]
        _ = await notebook.ask {
            try await $0.activity.append(
                actor: person, action: "tool read", subject: "\(tool.server)/\(tool.definition.name)",
                details: details.text)
        }
    }
}
