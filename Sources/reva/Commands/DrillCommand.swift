import ArgumentParser

/// `reva drill`: runbook, "Testing DR".
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Hold the quarterly test: show that Reva would come back, and how fast.",
        subcommands: [DrillRunCommand.self, DrillListCommand.self, DrillReportCommand.self],
        defaultSubcommand: DrillRunCommand.self)
}
