import ArgumentParser

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
    @OptionGroup var options: InitOptions

    @Argument(help: ArgumentHelp("The folder to write k8s/ into.", valueName: "folder"))
    var folder = "."

    @Option(help: ArgumentHelp("Name of the overlay.", valueName: "name"))
    var overlay = "production"

    @Option(help: ArgumentHelp("Address of a model server, instead of one in the cluster.", valueName: "url"))
    var ollamaURL: String?

    @Option(help: ArgumentHelp("Reva's image, as the cluster pulls it.", valueName: "image"))
    var image = KubernetesOverlay.imageOfManifests

    @Option(help: ArgumentHelp("Storage class of the claims.", valueName: "name"))
    var storageClass = KubernetesOverlay.storageClassOfManifests

    @Flag(help: "Replace files that another version wrote; the overlay and its secrets stay.")
    var replace = false

    func run() async throws {
        let overlay = KubernetesOverlay(
            name: overlay, releaseURL: options.releaseURL, jiraURL: options.jiraURL,
            jiraUsername: options.jiraUsername, ollamaURL: ollamaURL, image: image, storageClass: storageClass)
        try options.write(
            try overlay.folder(at: DeploymentFolder.path(folder)), replacing: replace,
            tokens: ("\(overlay.path)/secrets/release.env", "\(overlay.path)/secrets/jira.env"),
            next: [
                "kubectl apply -k \(overlay.path)", "kubectl rollout status deployment/reva -n reva --timeout=120s",
                "reva backup --deployment kubernetes",
            ], to: global.console)
    }
}
