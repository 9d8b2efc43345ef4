import ArgumentParser

/// What every `reva init` takes, and how it ends.
struct InitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address of Digital.ai Release; without it Release is left out.", valueName: "url"))
    var releaseURL: String?

    @Option(help: ArgumentHelp("Address of Jira; without it Jira is left out.", valueName: "url"))
    var jiraURL: String?

    @Option(
        help: ArgumentHelp("Whose API token it is (Cloud); without it a personal access token.", valueName: "name"))
    var jiraUsername: String?

    @Flag(help: "Only say what would be written.")
    var dryRun = false

    /// Writes the folder, or only says what would be written, and what to do next.
    /// - Parameter next: beside putting the tokens of Release and Jira into those files.
    func write(
        _ folder: DeploymentFolder, replacing: Bool, tokens: (release: String, jira: String), next: [String],
        to console: Console
    ) throws {
        let outcome = dryRun ? try folder.plan(replacing: replacing) : try folder.write(replacing: replacing)
        var steps = ["cd \(outcome.folder)"]
        if releaseURL != nil { steps.append("put Release's token into \(tokens.release)") }
        if jiraURL != nil { steps.append("put Jira's token into \(tokens.jira)") }
        console.result(outcome) { text(of: outcome, next: steps + next) }
    }

    private func text(of outcome: DeploymentFolder.Outcome, next steps: [String]) -> String {
        var lines = ["\(outcome.folder)" + (dryRun ? " (nothing was written)" : "")]
        for (word, files) in [("write", outcome.written), ("replace", outcome.replaced), ("keep", outcome.kept)] {
            lines += files.map { "  \(word.padding(toLength: 9, withPad: " ", startingAt: 0))\($0)" }
        }
        if !dryRun { lines += ["", "next:"] + steps.map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }
}
