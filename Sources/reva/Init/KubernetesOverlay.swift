import Foundation
import SystemPackage

/// The manifests for Kubernetes with an overlay of one's own: what `kubectl apply -k k8s/overlays/NAME` takes.
///
/// Base and components are the very files of the source tree (see `KubernetesManifests`). The overlay and its secrets
/// are the operator's from then on, and are never written twice.
struct KubernetesOverlay: Sendable {
    var name = "production"
    /// Nil leaves Release out.
    var releaseURL: String?
    /// Nil leaves Jira out.
    var jiraURL: String?
    /// Nil means that the token is a personal access token.
    var jiraUsername: String?
    /// A model server elsewhere; nil brings one along.
    var ollamaURL: String?
    /// Where the cluster pulls the image from, such as `registry.example.com/reva:1.4.0`.
    var image = Self.imageOfManifests
    /// Of every claim.
    var storageClass = Self.storageClassOfManifests

    static let imageOfManifests = "reva:latest"
    static let storageClassOfManifests = "local-path"

    var path: String { "k8s/overlays/\(name)" }

    /// - Throws: `CommandError` when a name or an address is none.
    func folder(at folder: FilePath) throws -> DeploymentFolder {
        try check()
        func file(_ name: String, _ content: String) -> DeploymentFile {
            DeploymentFile(path: "\(path)/\(name)", content: Array(content.utf8), isKept: true)
        }
        func secret(_ name: String, _ content: String) -> DeploymentFile {
            DeploymentFile(
                path: "\(path)/secrets/\(name)", content: Array(content.utf8), mode: .ownerReadWrite, isKept: true)
        }
        var files = KubernetesManifests.all
        files += [
            file("kustomization.yaml", kustomization), file("postgres-data.yaml", claim),
            file("secrets/.gitignore", "*\n!.gitignore\n"),
            // No newline behind it: it would be part of the password.
            secret("postgres-password", Password.generate()),
            secret("signing-key", Self.signingKey()),
        ]
        if let releaseURL {
            files.append(secret("release.env", "REVA_RELEASE_URL=\(releaseURL)\nREVA_RELEASE_TOKEN=\n"))
        }
        if let jiraURL { files.append(secret("jira.env", "JIRA_URL=\(jiraURL)\n" + jiraCredentials)) }
        return DeploymentFolder(
            path: folder, privateFolders: ["\(path)/secrets"], files: files,
            placeOfChanges: "\(path)/kustomization.yaml")
    }

    private var jiraCredentials: String {
        jiraUsername.map { "JIRA_USERNAME=\($0)\nJIRA_API_TOKEN=\n" } ?? "JIRA_PERSONAL_TOKEN=\n"
    }

    /// As `Seal` reads it: any 32 bytes are a key of Ed25519.
    private static func signingKey() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64EncodedString() + "\n"
    }

    private func check() throws {
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
            throw CommandError("\(name) is no name of an overlay", hints: ["small letters, digits and hyphens"])
        }
        for address in [releaseURL, jiraURL, ollamaURL].compactMap(\.self) {
            guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host()?.isEmpty == false,
                address.allSatisfy(Self.isPlain)
            else {
                throw CommandError(
                    "\(address) is no address of a server", hints: ["write it as https://release.example.com"])
            }
        }
        for (what, value) in [
            ("a user of Jira", jiraUsername), ("an image", image), ("a storage class", storageClass),
        ] {
            guard let value else { continue }
            guard !value.isEmpty, value.allSatisfy(Self.isPlain) else {
                throw CommandError(
                    "\(value.debugDescription) is no name of \(what)", hints: ["leave out blanks and quotes"])
            }
        }
    }

    /// Means nothing but itself in YAML's quotes and in a file of settings.
    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && !character.isWhitespace && character.asciiValue.map { $0 > 32 && $0 < 127 } == true
            && !"'\"`$\\#{}".contains(character)
    }
}
