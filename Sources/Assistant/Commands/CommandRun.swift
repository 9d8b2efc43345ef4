import Foundation
import JSONValues
import Records

/// A plain command on its way to its answer.
struct CommandRun: Sendable {
    let assistant: Assistant
    let question: Question
    let notebook: Notebook

    private var language: Language { question.language }
    private var person: String { question.person.id }

    func answer(to command: Command) async -> Answer {
        switch command {
        case .help: return Answer(Phrase.help(hasModel: assistant.mind != nil).text(language))
        case .version: return Answer("reva \(assistant.surroundings.version)")
        case .status: return await status()
        case .backups: return Answer(await Self.backups(assistant.surroundings).text(language))
        case .subscriptions: return await subscriptions()
        case .subscribe(let subject): return say(await subscribe(to: subject))
        case .incomplete(let command): return say(.usage(command))
        case .unsubscribe(let subject): return say(await unsubscribe(from: subject))
        case .remember(let text): return say(await remember(text))
        case .forget(let number): return say(await forget(number))
        case .memories: return await privately { await memories() }
        case .export: return await privately { await export() }
        case .forgetEverything: return await forgetEverything()
        }
    }

    private func say(_ phrase: Phrase) -> Answer { Answer(phrase.text(language)) }

    /// What is remembered of a person is shown to nobody else.
    private func privately(_ body: () async -> Answer) async -> Answer {
        question.kind == .personal ? await body() : say(.onlyInPersonal)
    }

    private func status() async -> Answer {
        let parts = await assistant.surroundings.health()
        let bad = parts.filter { !$0.works }
        var answer = say(bad.isEmpty ? .allWorks : .somethingBroken(bad.map(\.name).joined(separator: ", ")))
        answer.text += "\n\n" + (await Self.backups(assistant.surroundings)).text(language)
        answer.tables = [
            Table(
                columns: [Phrase.part.text(language), Phrase.state.text(language)],
                rows: parts.map { [$0.name, $0.works ? "ok" : $0.detail ?? "–"] })
        ]
        return answer
    }

    static func backups(_ surroundings: any Surroundings) async -> Phrase {
        guard let report = await surroundings.backups() else { return .backupsUnseen }
        guard let name = report.newestProven, let time = report.proven else { return .noProvenBackup(report.count) }
        return .newestBackup(name, time, count: report.count, isOverdue: report.isOverdue)
    }

    private func subscriptions() async -> Answer {
        guard let list = await notebook.ask({ try await $0.subscriptions.list(person: person) }) else {
            return say(.databaseAway)
        }
        guard !list.isEmpty else { return say(.noSubscriptions) }
        var answer = say(.subscriptions(list.count))
        answer.tables = [
            Table(
                columns: [Phrase.subject, .events, .since].map { $0.text(language) },
                rows: list.map { [$0.subject, events(of: $0), Phrase.day($0.created)] })
        ]
        return answer
    }

    private func events(of subscription: Subscriptions.Subscription) -> String {
        guard let events = subscription.events else { return Phrase.usualEvents.text(language) }
        return EventKind.chosen(by: events).map { $0.word(language) }.joined(separator: ", ")
    }

    private func memories() async -> Answer {
        guard let list = await notebook.ask({ try await $0.memories.list(person: person) }) else {
            return say(.databaseAway)
        }
        guard !list.isEmpty else { return say(.noMemories) }
        var answer = say(.memories(list.count))
        answer.tables = [
            Table(columns: ["#", Phrase.memory.text(language)], rows: list.map { ["\($0.id)", $0.text] })
        ]
        return answer
    }

    private func export() async -> Answer {
        let all = await notebook.ask { records in
            (
                memories: try await records.memories.list(person: person),
                subscriptions: try await records.subscriptions.list(person: person)
            )
        }
        guard let all else { return say(.databaseAway) }
        let json: JSON = [
            "person": .string(person),
            "memories": .array(
                all.memories.map {
                    [
                        "number": .integer(Int($0.id)), "text": .string($0.text),
                        "since": .string(Phrase.day($0.created)),
                    ]
                }),
            "subscriptions": .array(
                all.subscriptions.map {
                    [
                        "subject": .string($0.subject), "events": .string(events(of: $0)),
                        "since": .string(Phrase.day($0.created)),
                    ]
                }),
        ]
        return Answer("```\n\(json.text)\n```")
    }

    private func forgetEverything() async -> Answer {
        let counts = await notebook.ask { records in
            (
                memories: try await records.memories.forgetEverything(person: person),
                messages: try await records.conversations.forget(person: person),
                subscriptions: try await records.subscriptions.unsubscribeEverything(person: person),
                tickets: try await records.tickets.forget(person: person)
            )
        }
        guard let counts else { return say(.databaseAway) }
        await assistant.surroundings.erased(question.person)
        await log("forget everything")
        return say(
            .forgotEverything(
                memories: counts.memories, messages: counts.messages, subscriptions: counts.subscriptions))
    }
}
