import ArgumentParser
import Foundation
import SystemPackage

/// `reva init kubernetes`: everything that `kubectl apply -k` needs.
struct InitKubernetesCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubernetes",
        abstract: "Write manifests for Kubernetes, with an overlay of your own.",
        discussion: """
            It writes k8s/base and k8s/components, which are the program's, and k8s/overlays/NAME, which is yours: its
            secrets are files of mode 600 that git does not see. Release and Jira take part when their address is given;
            their tokens go into secrets/release.env and secrets/jira.env.

            EXAMPLES
              reva init kubernetes
              reva init kubernetes --release-url https://release.example.com --jira-url https://jira.example.com
              reva init kubernetes --overlay staging --image registry.example.com/reva:1.0.0 --storage-class standard
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("The folder to write k8s/ into.", valueName: "folder"))
    var folder = "."

    @Option(help: ArgumentHelp("Name of the overlay.", valueName: "name"))
    var overlay = "production"

    @Option(help: ArgumentHelp("Address of Digital.ai Release; without it Release is left out.", valueName: "url"))
    var releaseURL: String?

    @Option(help: ArgumentHelp("Address of Jira; without it Jira is left out.", valueName: "url"))
    var jiraURL: String?

    @Option(
        help: ArgumentHelp("Whose API token it is (Cloud); without it a personal access token.", valueName: "name"))
    var jiraUsername: String?

    @Option(help: ArgumentHelp("Address of a model server, instead of one in the cluster.", valueName: "url"))
    var ollamaURL: String?

    @Option(help: ArgumentHelp("Reva's image, as the cluster pulls it.", valueName: "image"))
    var image = KubernetesOverlay.imageOfManifests

    @Option(help: ArgumentHelp("Storage class of the claims.", valueName: "name"))
    var storageClass = KubernetesOverlay.storageClassOfManifests

    @Flag(help: "Replace files that another version wrote; the overlay and its secrets stay.")
    var replace = false

    @Flag(help: "Only say what would be written.")
    var dryRun = false

    func run() async throws {
        let overlay = KubernetesOverlay(
            name: overlay, releaseURL: releaseURL, jiraURL: jiraURL, jiraUsername: jiraUsername, ollamaURL: ollamaURL,
            image: image, storageClass: storageClass)
        let place = FilePath(URL(filePath: folder).standardizedFileURL.path(percentEncoded: false))
        let folder = try overlay.folder(at: place)
        let outcome = dryRun ? try folder.plan(replacing: replace) : try folder.write(replacing: replace)
        global.console.result(outcome) { text(of: outcome, overlay) }
    }

    private func text(of outcome: DeploymentFolder.Outcome, _ overlay: KubernetesOverlay) -> String {
        var lines = ["\(outcome.folder)" + (dryRun ? " (nothing was written)" : "")]
        for (word, files) in [("write", outcome.written), ("replace", outcome.replaced), ("keep", outcome.kept)] {
            lines += files.map { "  \(word.padding(toLength: 9, withPad: " ", startingAt: 0))\($0)" }
        }
        guard !dryRun else { return lines.joined(separator: "\n") }
        var steps = ["cd \(outcome.folder)"]
        if releaseURL != nil { steps.append("put Release's token into \(overlay.path)/secrets/release.env") }
        if jiraURL != nil { steps.append("put Jira's token into \(overlay.path)/secrets/jira.env") }
        steps += [
            "kubectl apply -k \(overlay.path)", "kubectl rollout status deployment/reva -n reva --timeout=120s",
            "reva backup --deployment kubernetes",
        ]
        lines += ["", "next:"] + steps.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}
