import Foundation

/// Every fixed sentence that people read. `english` and `german` are the two columns of one table.
enum Phrase: Sendable, Hashable {
    // The turn
    case remembersNothing, noModel, modelSilent, stepLimit, cutAtLimit, thinking, promptCut
    case modelFailed(String)
    case shownLess(String)
    case fetchingModel(String, percent: Int?)
    case waitingForModel(Int)
    case using(String)
    case tooFast

    // Approvals
    case databaseAway, noSuchTicket, ticketExpired, mayNotApprove, toolChanged
    case decidedBefore(String)
    case declined(by: String)
    case serverAway(String)
    case toolDone(String, by: String, said: String)
    case toolFailed(String, by: String, said: String)
    case toolUnknown(String, by: String)

    // Commands
    case help(hasModel: Bool)
    case allWorks
    case somethingBroken(String)
    case backupsUnseen
    case noProvenBackup(Int)
    case newestBackup(String, Date, count: Int, isOverdue: Bool)
    case noSubscriptions, noMemories, onlyInPersonal
    case subscriptions(Int)
    case subscribed(String, [EventKind])
    case unknownEvent(String)
    case usage(Command.Incomplete)
    case didYouMean(String)
    case unsubscribed(String)
    case wasNotSubscribed(String)
    case memories(Int)
    case remembered(Int64, String)
    case memoryTooLong(Int)
    case forgot(Int64)
    case noSuchMemory(Int64)
    case forgotEverything(memories: Int, messages: Int, subscriptions: Int)

    // Headings
    case part, state, subject, events, since, memory, usualEvents

    // The terminal
    case greeting(hasModel: Bool)
    case approveByTyping(String)
    case noTerminalToApprove
    case changedTool
    case memoriesUsed
    case goodbye

    func text(_ language: Language) -> String {
        switch language {
        case .english: english
        case .german: german
        }
    }

    /// A day as everybody reads it.
    static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }

    /// A moment, in UTC.
    static func moment(_ date: Date) -> String {
        date.formatted(.iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
            + " UTC"
    }
}
