import Alarms
import ArgumentParser
import Foundation
import Recovery

/// `reva alarm`: what tells people outside of Reva how it is.
struct AlarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm",
        abstract: "Try the receivers of alarms, or tell them something.",
        discussion: """
            Receivers are set by alarm.teams.url, alarm.webhook.url and alarm.heartbeat.url. Alarms themselves are sent by
            what fails (reva backup, verify, copy, restore) and by `reva status --alarm`.
            """,
        subcommands: [AlarmTestCommand.self, AlarmAnnounceCommand.self])
}

/// `reva alarm test`
struct AlarmTestCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a message to every receiver, and say whether it arrived.",
        discussion: """
            The heartbeat's address is asked as well.

            EXIT CODES
              0 every receiver has it   1 one has not, or there is none
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let alarms = try await Place.find(global.settings()).alarms()
        var deliveries = await alarms.test()
        if let beat = await alarms.beat() { deliveries.append(beat) }
        try AlarmCommand.tell(deliveries, global.console)
    }
}

/// `reva alarm announce`: runbook, "Communicate".
struct AlarmAnnounceCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce",
        abstract: "Tell every receiver something, such as that the bot is away for a while.",
        discussion: """
            EXAMPLES
              reva alarm announce "The release bot is being restored, back by 10:30 UTC."

            EXIT CODES
              0 every receiver has it   1 one has not, or there is none
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What to tell.")
    var text: String

    func validate() throws {
        if text.allSatisfy(\.isWhitespace) { throw ValidationError("say something") }
    }

    func run() async throws {
        let alarms = try await Place.find(global.settings()).alarms()
        try AlarmCommand.tell(await alarms.announce(text), global.console)
    }
}

extension AlarmCommand {
    fileprivate static func tell(_ deliveries: [Alarms.Delivery], _ console: Console) throws {
        guard !deliveries.isEmpty else {
            throw CommandError(
                "no receiver of alarms is set",
                hints: [SettingKey.alarmTeamsURL, .alarmWebhookURL, .alarmHeartbeatURL].map(\.variable))
        }
        console.result(deliveries) {
            Readable.table(deliveries.map { [$0.receiver, $0.failure ?? "it arrived"] })
        }
        if deliveries.contains(where: { $0.failure != nil }) { throw ExitStatus.failed.exit }
    }
}
