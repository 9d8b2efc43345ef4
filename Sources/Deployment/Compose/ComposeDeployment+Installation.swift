import Foundation

extension ComposeDeployment: Installation {
    /// The volume that the database's container has for its data; without a container the project's volume of that name.
    package func storage() async throws -> String {
        if let container = try await project.containers(of: Service.database).first {
            let mount = container.mounts.first {
                $0.type == "volume" && $0.destination.hasPrefix("/var/lib/postgresql")
            }
            guard let name = mount?.name else {
                throw DeploymentError(
                    "the database's container has no volume for its data", hints: ["docker inspect \(container.id)"])
            }
            return name
        }
        let filters = ["project=\(project.name)", "volume=postgres-data"]
            .flatMap { ["--filter", "label=com.docker.compose.\($0)"] }
        let names = try await project.docker.ask(["volume", "ls", "--quiet"] + filters).split(separator: "\n")
        guard let name = names.first else {
            throw DeploymentError(
                "the Compose project \(project.name) has no volume for the database",
                hints: ["docker compose up -d --wait, in \(project.folder)"])
        }
        return String(name)
    }

    package func databaseAnswers() async -> Bool {
        guard let container = try? await runningDatabase() else { return false }
        return await (try? project.docker.ask(["exec", container.id, "pg_isready", "--quiet", "--host=127.0.0.1"]))
            != nil
    }

    package func databaseLog(lines: Int) async throws -> [String] {
        guard let container = try await project.containers(of: Service.database).first else {
            throw DeploymentError(
                "the database has no container, and so no log",
                hints: ["docker compose up -d --wait postgres, in \(project.folder)"])
        }
        return try await project.docker.log(["logs", "--tail=\(lines)", container.id]).lastLines(lines)
    }

    package func check(_ components: [String]) async throws {
        let standing = try await Set(project.containers().map(\.service))
        if let component = components.first(where: { !standing.contains($0) }) {
            throw DeploymentError(
                "the Compose project \(project.name) has no container of the service \(component)",
                hints: [
                    "docker compose ps --all, in \(project.folder)", "COMPOSE_PROFILES in .env says which take part",
                ])
        }
    }

    package func restart(_ components: [String]) async throws {
        try await project.compose(["restart"] + components)
        // `restart` does not wait; this changes nothing but the waiting.
        try await project.compose(["up", "--detach", "--no-deps", "--no-recreate", "--wait"] + components)
    }

    package func stop() async throws {
        try await stopApplication()
        try await project.compose(["stop", Service.database])
    }

    package func copyStorageAside() async throws -> String {
        let storage = try await storage()
        let image = try await image()
        let copy = "\(storage)_before_\(DateFormatter.nameTime("_").string(from: Date()))"
        try await project.docker.ask([
            "volume", "create", "--label", "com.docker.compose.project=\(project.name)", "--label",
            "reva.copy-of=\(storage)",
            copy,
        ])
        do {
            try await project.docker.ask([
                "run", "--rm", "--network=none", "--user=0", "--entrypoint=sh", "--volume=\(storage):/from:ro",
                "--volume=\(copy):/to", image, "-c", StorageCopy.script,
            ])
        } catch {
            _ = try? await project.docker.ask(["volume", "rm", copy])
            throw error
        }
        return copy
    }

    /// Of the database's container; without one that of compose.yaml.
    func image() async throws -> String {
        if let container = try await project.containers(of: Service.database).first { return container.config.image }
        let images = try await project.compose(["config", "--images", Service.database])
        guard let image = images.split(separator: "\n").first else {
            throw DeploymentError("compose.yaml names no image for the service \(Service.database)")
        }
        return String(image)
    }

    package func recreateStorage(_ consent: StorageConsent) async throws {
        let storage = try await storage()
        try consent.check(storage)
        try await project.compose(["rm", "--force", "--stop", Service.database])
        try await project.docker.ask(["volume", "rm", storage])
        forgetContainer()
        // Compose makes the volume anew with the labels that it knows it by.
        try await project.compose(["create", "--no-recreate", Service.database])
    }

    package func startDatabase() async throws {
        try await project.compose(["up", "--detach", "--no-deps", "--wait", Service.database])
        forgetContainer()
    }
}
