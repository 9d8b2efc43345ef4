import Foundation
import SystemPackage

/// A project of Docker Compose, found by the labels that Compose gives to all that it makes.
package struct ComposeProject: Sendable {
    let docker: Docker
    package let name: String
    /// Where compose.yaml lies.
    package let folder: FilePath
    /// The files it was started from, where it was started already; else those that Compose finds in the folder.
    private let files: [String]

    private static let fileNames = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"]

    /// Finds the project: by its containers, or, where it has none, by its folder.
    /// - Parameter folder: nil means the one that the containers were started from.
    package static func find(_ name: String, in folder: FilePath?) async throws -> ComposeProject {
        let docker = Docker()
        let first = try await containers(of: name, docker).first
        let standing = first?.label("project.working_dir").map { FilePath($0) }
        let files = first?.label("project.config_files")?.split(separator: ",").map(String.init) ?? []
        if let folder, folder != standing {
            let found = fileNames.map(folder.appending).filter { FileManager.default.fileExists(atPath: $0.string) }
            guard !found.isEmpty else {
                throw DeploymentError(
                    "there is no compose.yaml in \(folder)", hints: ["reva init compose", "--compose-folder FOLDER"])
            }
            return ComposeProject(docker: docker, name: name, folder: folder, files: [])
        }
        guard let standing else {
            throw DeploymentError(
                "docker has no container of a Compose project called \(name)",
                hints: [
                    "docker compose up -d --wait, in the folder of compose.yaml",
                    "--compose-folder FOLDER, or REVA_COMPOSE_FOLDER",
                    "another project: compose.project in reva.yaml, REVA_COMPOSE_PROJECT",
                ], isUnreachable: true)
        }
        return ComposeProject(docker: docker, name: name, folder: standing, files: files)
    }

    /// True when docker is here and has a container of that project.
    package static func exists(_ name: String) async -> Bool {
        await (try? containers(of: name, Docker()))?.isEmpty == false
    }

    /// All containers of a service, stopped ones too; without a service those of the whole project.
    func containers(of service: String? = nil) async throws -> [Container] {
        try await Self.containers(of: name, service: service, docker)
    }

    private static func containers(of project: String, service: String? = nil, _ docker: Docker) async throws
        -> [Container]
    {
        var filter = ["project=\(project)", "oneoff=False"]
        if let service { filter.append("service=\(service)") }
        let filters = filter.flatMap { ["--filter", "label=com.docker.compose.\($0)"] }
        let ids = try await docker.ask(["ps", "--all", "--quiet", "--no-trunc"] + filters)
            .split(separator: "\n").map(String.init)
        guard !ids.isEmpty else { return [] }
        let answer = try await docker.ask(["inspect", "--type", "container"] + ids)
        do {
            return try JSONDecoder().decode([Container].self, from: Data(answer.utf8))
                .sorted { $0.service < $1.service }
        } catch {
            throw DeploymentError("docker inspect gave an answer that makes no sense: \(error)")
        }
    }

    /// Runs `docker compose` on this project.
    @discardableResult
    func compose(_ arguments: [String]) async throws -> String {
        try await docker.ask(
            ["compose", "--project-name", name, "--project-directory", folder.string]
                + files.flatMap { ["--file", $0] } + arguments)
    }
}
