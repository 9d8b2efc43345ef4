import ArgumentParser
import Foundation

/// The program: one command a word, one exit code a kind of end.
@main
struct Reva: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "reva",
        abstract: "A release assistant for Microsoft Teams, and what brings it back after a disaster.",
        discussion: """
            Begin with `reva up`: it starts everything on this machine. Then, in another terminal:

              reva chat                       talk to it here in the terminal
              reva backup                     take a backup and prove it by restoring it
              reva list                       what there is, and whether it is proven
              reva restore latest --dry-run   what a restore would do
              reva status                     how much would be lost now, and how long coming back would take

            Every command explains itself with --help. Exit codes and settings: docs/commands.md, docs/settings.md.
            """,
        version: version,
        subcommands: [
            UpCommand.self, ServeCommand.self, ChatCommand.self, HealthCommand.self, StatusCommand.self,
            BackupCommand.self, ListCommand.self, VerifyCommand.self, RestoreCommand.self, UndoCommand.self,
            PruneCommand.self, CopyCommand.self, ScheduleCommand.self, AlarmCommand.self, RecoverCommand.self,
            SalvageCommand.self, IncidentCommand.self, DrillCommand.self, EvidenceCommand.self, KeyCommand.self,
            InitCommand.self, MCPCommand.self, TeamsCommand.self, DemoCommand.self, SettingsCommand.self,
        ])

    private static func run(_ command: some RevaCommand) async throws {
        guard command.global.format != .prometheus || command.takesMetrics else {
            throw CommandError(
                "only reva status answers in metrics", hints: ["--format text, or --format json"], code: .usage)
        }
        if let restoring = command as? any RestoringCommand {
            return try await restoring.withinIncident { try await perform(restoring) }
        }
        try await perform(command)
    }

    /// Runs a command here, or beside the database where that is in a cluster and we are not.
    private static func perform(_ command: some RevaCommand) async throws {
        var command = command
        guard let shippable = command as? any ShippableCommand else { return try await command.run() }
        let place = try await Place.find(command.global.settings())
        guard place.kind == .kubernetes, !place.isInCluster else { return try await shippable.run(at: place) }
        let shipment = Shipment(kubectl: place.kubectl, console: command.global.console)
        try await shipment.run(shippable, arguments: Array(CommandLine.arguments.dropFirst()))
    }

    static func main() async {
        // A program that ends while it is written to is an error of that write, never the end of this process.
        signal(SIGPIPE, SIG_IGN)
        var console = Console(format: .text)
        do {
            var command = try parseAsRoot()
            if let command = command as? any RevaCommand {
                console = command.global.console
                try await run(command)
            } else {
                try command.run()
            }
        } catch let error as ExitCode {
            Foundation.exit(error.rawValue)
        } catch {
            // Help, completion scripts and what validate() says are the parser's own; its types are not public.
            if String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") { exit(withError: error) }
            console.fail(error)
            Foundation.exit(ExitStatus(error).rawValue)
        }
    }
}
