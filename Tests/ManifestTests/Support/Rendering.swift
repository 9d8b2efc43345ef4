import Foundation
import Subprocess
import SystemPackage
import Yams

@testable import reva

/// What `kubectl kustomize` makes of an overlay that `reva init kubernetes` wrote.
struct Rendering {
    let manifests: [Manifest]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// True where kubectl is installed; it needs no cluster to render.
    static let isPossible = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/kubectl") }

    init(_ overlay: KubernetesOverlay) async throws {
        let place = try TemporaryFolder()
        _ = try overlay.folder(at: place.path).write(replacing: false)
        try await self.init(folder: place.path.pushing(FilePath(overlay.path)))
    }

    init(folder: FilePath) async throws {
        let result = try await Subprocess.run(
            .name("kubectl"), arguments: ["kustomize", folder.string], input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else { throw Failure(description: result.standardError) }
        manifests = try Yams.compose_all(yaml: result.standardOutput).map { try YAMLDecoder().decode(from: $0) }
    }

    subscript(_ kind: String, _ name: String) -> Manifest? {
        manifests.first { $0.kind == kind && $0.name == name }
    }

    var pods: [(owner: Manifest, pod: Pod)] { manifests.compactMap { owner in owner.pod.map { (owner, $0) } } }

    var containers: [(place: String, container: Container)] {
        pods.flatMap { owner, pod in pod.all.map { ("\(owner.kind) \(owner.name), \($0.name)", $0) } }
    }

    func names(of kind: String) -> Set<String> { Set(manifests.filter { $0.kind == kind }.map(\.name)) }
}

extension KubernetesOverlay {
    /// That of k8s/overlays/production.
    static let everything = KubernetesOverlay(
        releaseURL: "https://release.example.com", jiraURL: "https://example.atlassian.net",
        jiraUsername: "bot@example.com")
}
