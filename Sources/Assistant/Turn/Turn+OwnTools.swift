import JSONValues
import LanguageModel
import Records

extension Turn {
    /// Does what Reva can do for this person, where the person's own words ask for it.
    func result(of tool: OwnTool, _ arguments: [String: JSON], _ choice: inout ToolChoice) async -> String {
        let run = CommandRun(assistant: assistant, question: question, notebook: notebook)
        let own = OwnWords(question.text)
        switch tool {
        case .remember:
            guard let text = arguments["text"]?.string else { return "It needs a text." }
            guard own.ask(for: .remember, text) else { return Self.unasked("remember TEXT") }
            return await run.remember(text).text(.english)
        case .forget:
            guard let number = arguments["number"]?.integer else { return "It needs a number." }
            guard own.ask(for: .forget, "\(number)") else { return Self.unasked("forget \(number)") }
            return await run.forget(Int64(number)).text(.english)
        case .subscribe:
            guard let subject = arguments["subject"]?.string else { return "It needs a subject." }
            guard own.ask(for: .subscribe, subject) else { return Self.unasked("subscribe \(subject.prefix(80))") }
            return await run.subscribe(to: Subscribing(subject)).text(.english)
        case .unsubscribe:
            guard let subject = arguments["subject"]?.string else { return "It needs a subject." }
            guard own.ask(for: .unsubscribe, subject) else { return Self.unasked("unsubscribe \(subject.prefix(80))") }
            return await run.unsubscribe(from: subject).text(.english)
        case .subscriptions:
            let person = question.person.id
            guard let list = await notebook.ask({ try await $0.subscriptions.list(person: person) }) else {
                return Phrase.databaseAway.text(.english)
            }
            return list.isEmpty ? "None." : fence.around(list.map(\.subject).joined(separator: "\n"))
        case .backups: return await CommandRun.backups(assistant.surroundings).text(.english)
        case .findTools:
            let found = choice.find(arguments["words"]?.string ?? "")
            return found.isEmpty ? "No other tools fit." : "Now there are also: \(found.joined(separator: ", "))"
        }
    }

    private static func unasked(_ command: String) -> String {
        "Not done: the person did not ask for that in these words. They can write: \(command)"
    }
}
