extension Phrase {
    var english: String {
        switch self {
        case .remembersNothing:
            "My database cannot be reached: I remember nothing of this, and can change nothing."
        case .noModel: "I have no language model to answer that with. `help` lists what works without one."
        case .modelSilent: "My language model had nothing to say to that. Please ask in other words."
        case .stepLimit:
            "I looked things up again and again without an answer, and stopped. Please ask for less at once."
        case .cutAtLimit: "(The answer was cut here: it is as long as it may be.)"
        case .thinking: "Thinking …"
        case .promptCut: "(My language model seems to have read only part of what it was given.)"
        case .modelFailed(let why):
            """
            My language model did not answer: \(why). What you wrote is kept; please ask again later. \
            `help` lists what works without it.
            """
        case .shownLess(let what): "(Not all of our conversation fitted: \(what).)"
        case .fetchingModel(let name, let percent):
            "Fetching the language model \(name)" + (percent.map { ": \($0) %" } ?? " …")
        case .waitingForModel(let count): "Waiting for the language model, \(count) before you …"
        case .using(let tool): "Looking at \(tool) …"
        case .tooFast: "That is more than I can do for one person at a time. Please wait a minute and ask again."

        case .databaseAway: "Nothing was done: my database cannot be reached. Please try again later."
        case .noSuchTicket: "There is no such approval."
        case .ticketExpired: "It is too late for this approval; nothing was done. Please ask again."
        case .mayNotApprove: "You may not decide this."
        case .toolChanged:
            "Nothing was done: the tool is not the one that was asked for any more. Please ask again."
        case .decidedBefore(let state): "This was decided before (\(state))."
        case .declined(let name): "Declined by \(name); nothing was done."
        case .serverAway(let server): "Nothing was done: \(server) cannot be reached. Please try again later."
        case .toolDone(let tool, let name, let said): "Done: \(tool), approved by \(name).\n\n\(said)"
        case .toolFailed(let tool, let name, let said): "\(tool), approved by \(name), failed: \(said)"
        case .toolUnknown(let tool, let name):
            """
            \(tool), approved by \(name), was begun, and its answer never came: nobody knows whether it was done. \
            I do not repeat it; please look there first.
            """

        case .help(let hasModel):
            (hasModel
                ? "Ask me about releases and issues in your own words. These work without a language model, too:"
                : "I have no language model; these work without one:")
                    + """


                    - `status`: what works, and when the newest proven backup was taken
                    - `subscribe SUBJECT`, `unsubscribe SUBJECT`, `subscriptions`: what I tell you about; behind the \
                    subject the events, such as `failed`
                    - `remember TEXT`, `memories`, `forget NUMBER`, `forget everything`, `export`: what I know of you
                    - `backups`, `version`, `help`
                    """
        case .allWorks: "Everything works."
        case .somethingBroken(let parts): "This does not work now: \(parts)."
        case .backupsUnseen: "The backups cannot be seen from here; `reva status` tells."
        case .noProvenBackup(let count):
            count == 0 ? "There is no backup." : "There are \(count) backups, and none is proven."
        case .newestBackup(let name, let time, let count, let isOverdue):
            "The newest proven backup is \(name), proven \(Phrase.moment(time)), of \(count) in all."
                + (isOverdue ? " It is overdue." : "")
        case .noSubscriptions: "I tell you about nothing yet. `subscribe SUBJECT` changes that."
        case .noMemories: "I remember nothing of you."
        case .onlyInPersonal: "That I tell only in our personal chat, where nobody else reads it."
        case .subscriptions(let count): count == 1 ? "I tell you about this:" : "I tell you about these \(count):"
        case .subscribed(let subject, let kinds):
            kinds.isEmpty
                ? "I will tell you here when something happens with \(subject)."
                : "I will tell you here of \(subject): \(kinds.map { $0.word(.english) }.joined(separator: ", "))."
        case .unknownEvent(let word):
            """
            Nothing was done: there are no events called `\(word)`. There are \(EventKind.list(.english)). A title of \
            several words may stand in quotation marks: `subscribe "Payment 4.2" failed`.
            """
        case .usage(let command): command.englishUsage
        case .didYouMean(let line): "I do not know that command. Did you mean `\(line)`?"
        case .unsubscribed(let subject): "I no longer tell you about \(subject)."
        case .wasNotSubscribed(let subject): "You had no subscription to \(subject)."
        case .memories(let count):
            "You asked me to remember \(count == 1 ? "this" : "these \(count)"). `forget NUMBER` removes one."
        case .remembered(let number, let text): "I will remember (number \(number)): \(text)"
        case .memoryTooLong(let limit): "That is too long to remember: at most \(limit) characters."
        case .forgot(let number): "I have forgotten number \(number)."
        case .noSuchMemory(let number): "You have no memory number \(number). `memories` lists them."
        case .forgotEverything(let memories, let messages, let subscriptions):
            """
            I have forgotten everything of you: \(memories) memories, \(messages) messages, \(subscriptions) \
            subscriptions. The log of approved changes stays, as nobody can rewrite it.
            """

        case .part: "Part"
        case .state: "State"
        case .subject: "Subject"
        case .since: "Since"
        case .events: "Events"
        case .usualEvents: "all but phases and tasks"
        case .memory: "Memory"

        case .greeting(let hasModel):
            hasModel
                ? "I am Reva. Ask me about releases, or type help. Ctrl-D ends this."
                : "I am Reva. No language model is set (model.name), so only commands work: type help. Ctrl-D ends this."
        case .approveByTyping(let word): "Type \(word) to run exactly this; anything else does not run it:"
        case .noTerminalToApprove: "It was not run: nothing is approved without a terminal."
        case .changedTool: "This tool is not the one that was known before: look twice."
        case .memoriesUsed: "Used of what I remember:"
        case .goodbye: "Goodbye."
        }
    }
}
