import ArgumentParser
import Foundation

/// A command of this program: it takes the options that all take.
protocol RevaCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }
    /// True for the one command that can answer in metrics.
    var takesMetrics: Bool { get }
}

extension RevaCommand {
    var takesMetrics: Bool { false }
}

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: "How to answer: text for people, json for scripts.")
    var format: OutputFormat = .text

    @Option(help: ArgumentHelp("Where Reva runs; found by itself where that is unambiguous.", valueName: "kind"))
    var deployment: DeploymentKind?

    @Option(help: ArgumentHelp("Address of the database, instead of the reva up that runs here.", valueName: "url"))
    var databaseURL: String?

    @Option(help: ArgumentHelp("Folder of the backups.", valueName: "folder"))
    var backups: String?

    @Option(help: ArgumentHelp("Folder for the embedded database, keys and backups.", valueName: "folder"))
    var home: String?

    @Option(help: ArgumentHelp("File of settings, instead of reva.yaml.", valueName: "file"))
    var config: String?

    /// The settings as these options, the environment and the file say.
    func settings(_ more: [String: String] = [:]) async throws -> Settings {
        var flags = more
        flags[SettingKey.deployment.name] = deployment?.rawValue
        flags[SettingKey.databaseURL.name] = databaseURL
        flags[SettingKey.backups.name] = backups.map(Self.absolute)
        flags[SettingKey.home.name] = home.map(Self.absolute)
        let settings = try await Settings(
            flags: flags, environment: ProcessInfo.processInfo.environment, file: config)
        for complaint in settings.unread { console.tell(.warning(complaint)) }
        try settings.check()
        return settings
    }

    var console: Console { Console(format: format) }

    /// A folder that a person named is meant from where they stand.
    private static func absolute(_ path: String) -> String { URL(filePath: path).path(percentEncoded: false) }
}

/// For commands that replace or remove something.
struct ConsentOptions: ParsableArguments {
    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Do it without asking.")
    var yes = false

    /// Asks, unless `--yes` was given.
    /// - Throws: `CommandError` when the answer is not yes, and when there is nobody to ask.
    func ask(_ question: String) throws {
        if !yes { try Self.ask(question) }
    }

    /// Asks whoever sits at the terminal.
    static func ask(_ question: String) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandError(
                "this needs a yes, and there is no terminal to ask at",
                hints: ["add --yes", "--dry-run shows what would be done"],
                code: .declined)
        }
        FileHandle.standardError.tell("\(question) [y/N] ")
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandError("nothing was done", code: .declined)
        }
    }
}
