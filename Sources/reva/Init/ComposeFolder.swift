import Foundation
import SystemPackage

/// The deployment folder for Docker Compose: the files of this project's root, with settings and secrets of its own.
///
/// compose.yaml, .env.example and the scripts in bin/ are the very files of the source tree: Init/Files links to them, and
/// the build puts their content into the program.
struct ComposeFolder: Sendable {
    /// Nil leaves Release out.
    var releaseURL: String?
    /// Nil leaves Jira out.
    var jiraURL: String?
    /// Nil means that the token is a personal access token.
    var jiraUsername: String?
    /// A model server elsewhere; nil brings one along.
    var ollamaURL: String?
    /// Who runs this: files of root are given to the user of the image, those of anybody else make the containers theirs.
    var maker = DeploymentFile.Owner(user: geteuid(), group: getegid())

    /// The user `reva` of the image.
    static let imageOwner = DeploymentFile.Owner(user: 10001, group: 10001)

    /// - Throws: `CommandError` when an address is none, or cannot stand in `.env`.
    func folder(at path: FilePath) throws -> DeploymentFolder {
        let owner = maker.user == 0 ? Self.imageOwner : nil
        func secret(_ name: String, _ content: String) -> DeploymentFile {
            DeploymentFile(
                path: "secrets/\(name)", content: Array(content.utf8), mode: .ownerReadWrite, owner: owner, isKept: true
            )
        }
        func program(_ name: String, _ content: [UInt8]) -> DeploymentFile {
            DeploymentFile(
                path: "bin/\(name)", content: content,
                mode: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
        }
        return DeploymentFolder(
            path: path, privateFolders: ["secrets", "backups"],
            files: [
                DeploymentFile(path: "compose.yaml", content: PackageResources.compose_yaml),
                DeploymentFile(path: ".env.example", content: PackageResources.env_example),
                program("backup-db.sh", PackageResources.backup_db_sh),
                program("psql-when-ready", PackageResources.psql_when_ready),
                DeploymentFile(
                    path: ".env", content: Array(try environment().utf8), mode: .ownerReadWrite, isKept: true),
                secret("postgres_password", Password.generate()),
                // Empty until their owner fills them in, and private before that.
                secret("release_token", ""), secret("jira_token", ""),
            ])
    }

    private func environment() throws -> String {
        var text = EnvironmentText(String(decoding: PackageResources.env_example, as: UTF8.self))
        try text.set("REVA_USER", to: (maker.user == 0 ? Self.imageOwner : maker).description)
        for (key, address) in [("REVA_RELEASE_URL", releaseURL), ("JIRA_URL", jiraURL), ("REVA_OLLAMA_URL", ollamaURL)]
        {
            guard let address else { continue }
            guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host()?.isEmpty == false
            else {
                throw CommandError(
                    "\(address) is no address of a server", hints: ["write it as https://release.example.com"])
            }
            try text.set(key, to: address)
        }
        if let jiraUsername { try text.set("JIRA_USERNAME", to: jiraUsername) }
        if ollamaURL != nil, let profiles = text["COMPOSE_PROFILES"] {
            text.fill("COMPOSE_PROFILES", with: profiles.replacing("ollama,", with: ""))
        }
        return text.text
    }
}
