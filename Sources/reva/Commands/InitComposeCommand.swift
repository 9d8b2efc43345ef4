import ArgumentParser
import Foundation
import SystemPackage

/// `reva init compose`: everything that `docker compose up` needs.
struct InitComposeCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "compose",
        abstract: "Write a deployment folder for Docker Compose.",
        discussion: """
            It writes compose.yaml, .env, secrets/ (mode 600) and scripts in bin/. Release and Jira take part when their
            address is given, here or later in .env; their tokens go into secrets/release_token and secrets/jira_token.
            As root the secrets are given to the user of the image, 10001; run by anybody else, the containers run as them.

            EXAMPLES
              reva init compose /opt/reva
              reva init compose /opt/reva --release-url https://release.example.com --jira-url https://jira.example.com
              reva init compose /opt/reva --ollama-url http://host.docker.internal:11434
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("The folder to write into.", valueName: "folder"))
    var folder = "."

    @Option(help: ArgumentHelp("Address of Digital.ai Release; without it Release is left out.", valueName: "url"))
    var releaseURL: String?

    @Option(help: ArgumentHelp("Address of Jira; without it Jira is left out.", valueName: "url"))
    var jiraURL: String?

    @Option(
        help: ArgumentHelp("Whose API token it is (Cloud); without it a personal access token.", valueName: "name"))
    var jiraUsername: String?

    @Option(help: ArgumentHelp("Address of a model server, instead of one beside Reva.", valueName: "url"))
    var ollamaURL: String?

    @Flag(help: "Replace files that another version wrote; settings and secrets stay.")
    var replace = false

    @Flag(help: "Only say what would be written.")
    var dryRun = false

    func run() async throws {
        let compose = ComposeFolder(
            releaseURL: releaseURL, jiraURL: jiraURL, jiraUsername: jiraUsername, ollamaURL: ollamaURL)
        let place = FilePath(URL(filePath: folder).standardizedFileURL.path(percentEncoded: false))
        let folder = try compose.folder(at: place)
        let outcome = dryRun ? try folder.plan(replacing: replace) : try folder.write(replacing: replace)
        global.console.result(outcome) { text(of: outcome) }
    }

    private func text(of outcome: DeploymentFolder.Outcome) -> String {
        var lines = ["\(outcome.folder)" + (dryRun ? " (nothing was written)" : "")]
        for (word, files) in [("write", outcome.written), ("replace", outcome.replaced), ("keep", outcome.kept)] {
            lines += files.map { "  \(word.padding(toLength: 9, withPad: " ", startingAt: 0))\($0)" }
        }
        guard !dryRun else { return lines.joined(separator: "\n") }
        var steps = ["cd \(outcome.folder)"]
        if releaseURL != nil { steps.append("put Release's token into secrets/release_token") }
        if jiraURL != nil { steps.append("put Jira's token into secrets/jira_token") }
        steps += ["docker compose up -d --wait", "curl -s http://localhost:3978/api/health", "bin/backup-db.sh"]
        lines += ["", "next:"] + steps.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}
