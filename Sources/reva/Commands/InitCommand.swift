import ArgumentParser

/// `reva init`: a fresh deployment folder.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write the files of a deployment, with generated passwords.",
        discussion: """
            Settings and secrets that are there already are never touched, so it may be run again.

            EXAMPLES
              reva init compose /opt/reva --jira-url https://example.atlassian.net --jira-username bot@example.com
              reva init kubernetes --release-url https://release.example.com
            """,
        subcommands: [InitComposeCommand.self, InitKubernetesCommand.self])
}
