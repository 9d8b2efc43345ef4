import ArgumentParser

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
    @OptionGroup var options: InitOptions

    @Argument(help: ArgumentHelp("The folder to write into.", valueName: "folder"))
    var folder = "."

    @Option(help: ArgumentHelp("Address of a model server, instead of one beside Reva.", valueName: "url"))
    var ollamaURL: String?

    @Flag(help: "Replace files that another version wrote; settings and secrets stay.")
    var replace = false

    func run() async throws {
        let compose = ComposeFolder(
            releaseURL: options.releaseURL, jiraURL: options.jiraURL, jiraUsername: options.jiraUsername,
            ollamaURL: ollamaURL)
        try options.write(
            try compose.folder(at: DeploymentFolder.path(folder)), replacing: replace,
            tokens: ("secrets/release_token", "secrets/jira_token"),
            next: ["docker compose up -d --wait", "curl -s http://localhost:3978/api/health", "bin/backup-db.sh"],
            to: global.console)
    }
}
