extension ComposeDeployment {
    /// To be typed in the project's folder.
    package func commands(for act: InstallationAct) async throws -> [String] {
        // compose.yaml names the project, and so does `docker compose`, unless it was called otherwise.
        let compose = project.name == "reva" ? "docker compose" : "docker compose --project-name \(project.name)"
        switch act {
        case .restart(let components): return ["\(compose) restart \(components.joined(separator: " "))"]
        case .stop: return ["\(compose) stop \(Service.application) \(Service.database)"]
        case .copyStorageAside:
            let storage = try await storage()
            return [
                "docker volume create \(storage)_before",
                "docker run --rm -v \(storage):/from:ro -v \(storage)_before:/to \(try await image()) cp -a /from/. /to/",
            ]
        case .recreateStorage:
            return ["\(compose) rm --force --stop \(Service.database)", "docker volume rm \(try await storage())"]
        case .startDatabase: return ["\(compose) up -d --wait \(Service.database)"]
        case .load(let name):
            return [
                "gunzip -c backups/\(name) | \(compose) exec -T \(Service.database) "
                    + "psql -U postgres -v ON_ERROR_STOP=1 -d \(database)"
            ]
        case .startApplication: return ["\(compose) up -d \(Service.application)"]
        }
    }

    package func disturbance(by components: [String]) async throws -> [String] {
        [
            components.contains(Service.application)
                ? "the bot is away until it is up again"
                : "the bot goes on, without \(components.joined(separator: " and "))"
        ]
    }
}
