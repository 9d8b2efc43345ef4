import Foundation
import RevaTesting
import Testing

@testable import reva

/// compose.yaml as Docker Compose reads it; no engine is needed for that.
@Suite(.enabled("Docker Compose is installed") { await DockerCompose.isInstalled() })
struct ComposeFileTests {
    private struct Config: Decodable {
        let name: String
        let services: [String: Service]
        let volumes: [String: Volume]
        let secrets: [String: Secret]
        let networks: [String: Network]
    }

    private struct Service: Decodable {
        let image: String
        let container_name: String?
        let restart: String?
        let user: String?
        let read_only: Bool?
        let mem_limit: String?
        let pids_limit: Int?
        let shm_size: String?
        let cap_drop: [String]?
        let security_opt: [String]?
        let healthcheck: HealthCheck?
        let logging: Logging?
        let ports: [Port]?
        let networks: [String: String?]?
        let volumes: [Mount]?
        let environment: [String: String?]?
        let secrets: [Grant]?
        let profiles: [String]?
    }

    private struct HealthCheck: Decodable { let test: [String] }
    private struct Logging: Decodable { let options: [String: String]? }
    private struct Port: Decodable {
        let host_ip: String?
        let published: String?
    }
    private struct Mount: Decodable {
        let source: String?
        let target: String
    }
    private struct Grant: Decodable { let source: String }
    private struct Volume: Decodable { let name: String }
    private struct Secret: Decodable { let file: String }
    private struct Network: Decodable { let `internal`: Bool? }

    /// - Parameter changes: lines of `.env` that are put in the place of those written.
    private func config(_ compose: ComposeFolder = ComposeFolder(), _ changes: [String: String] = [:], all: Bool = true)
        async throws -> (config: Config, folder: String)
    {
        let place = try TemporaryFolder()
        _ = try compose.folder(at: .init(place.path)).write(replacing: false)
        var text = EnvironmentText(try place.text(".env"))
        for (key, value) in changes { text.fill(key, with: value) }
        try place.write(".env", text.text)
        let profiles = all ? ["--profile", "*"] : []
        let end = try await Shell.run(
            "/usr/bin/env", ["docker", "compose"] + profiles + ["config", "--format", "json"],
            variables: DockerCompose.variables, in: place.path)
        #expect(end.code == 0 && end.errors.isEmpty, "\(end.errors)")
        return (try JSONDecoder().decode(Config.self, from: Data(end.output.utf8)), place.path)
    }

    @Test("has the names that the runbook uses")
    func names() async throws {
        let (config, _) = try await config()
        #expect(config.name == "reva")
        #expect(
            config.services.keys.sorted() == ["jira-mcp", "ollama", "postgres", "redis", "release-mcp", "reva"])
        #expect(config.services["postgres"]?.container_name == "reva-postgres")
        #expect(config.services["postgres"]?.image == "pgvector/pgvector:pg16")
        #expect(config.volumes["postgres-data"]?.name == "reva_postgres-data")
        // Nobody else mounts it, or `docker volume rm` would refuse.
        let users = config.services.filter { $1.volumes?.contains { $0.source == "postgres-data" } == true }
        #expect(users.keys.sorted() == ["postgres"])
    }

    @Test("every service restarts, is limited, rotates its log, and is asked for its health")
    func everyService() async throws {
        for (name, service) in try await config().config.services {
            #expect(service.restart == "unless-stopped", "\(name)")
            #expect(service.mem_limit != nil && service.pids_limit != nil, "\(name)")
            #expect(service.logging?.options?["max-size"] != nil, "\(name)")
            #expect(service.logging?.options?["max-file"] != nil, "\(name)")
            #expect(service.healthcheck?.test.isEmpty == false, "\(name)")
            #expect(service.cap_drop == ["ALL"], "\(name)")
            #expect(service.security_opt == ["no-new-privileges:true"], "\(name)")
        }
    }

    @Test("publishes the application and the model server to this machine alone, and nothing else")
    func ports() async throws {
        let services = try await config().config.services
        let published = services.compactMapValues { service in
            service.ports?.map { "\($0.host_ip ?? "everywhere"):\($0.published ?? "")" }
        }
        #expect(published == ["reva": ["127.0.0.1:3978"], "ollama": ["127.0.0.1:11434"]])
    }

    @Test("lets Reva alone reach the database and the cache, and those nobody")
    func networks() async throws {
        let (config, _) = try await config()
        #expect(config.networks["data"]?.internal == true)
        let inside = config.services.filter { $1.networks?.keys.contains("data") == true }
        #expect(inside.keys.sorted() == ["postgres", "redis", "reva"])
        for name in ["postgres", "redis"] {
            #expect(config.services[name]?.networks?.keys.sorted() == ["data"])
        }
    }

    @Test("takes secrets from files, each by those who need it, and puts none into the environment")
    func secrets() async throws {
        let (config, folder) = try await config()
        #expect(
            config.secrets.mapValues(\.file) == [
                "postgres_password": "\(folder)/secrets/postgres_password",
                "release_token": "\(folder)/secrets/release_token", "jira_token": "\(folder)/secrets/jira_token",
            ])
        #expect(
            config.services.compactMapValues { $0.secrets?.map(\.source) } == [
                "reva": ["postgres_password"], "postgres": ["postgres_password"],
                "release-mcp": ["release_token"], "jira-mcp": ["jira_token"],
            ])
        for (name, service) in config.services {
            let secret = service.environment?.filter { key, value in
                key.contains(/PASSWORD|TOKEN|SECRET/) && !key.hasSuffix("_FILE") && value?.isEmpty == false
            }
            #expect(secret?.isEmpty != false, "\(name)")
        }
    }

    @Test("runs our image, and what takes our secrets, as the secrets' owner and with nothing to write to")
    func owners() async throws {
        let services = try await config(ComposeFolder(), ["REVA_USER": "1000:100"]).config.services
        for name in ["reva", "release-mcp", "jira-mcp", "redis"] {
            #expect(services[name]?.user == "1000:100", "\(name)")
            #expect(services[name]?.read_only == true, "\(name)")
        }
    }

    @Test("gives the database as much shared memory as parallel index builds take")
    func sharedMemory() async throws {
        let size = try await config().config.services["postgres"]?.shm_size
        #expect(size.flatMap(Int.init) == 2 << 30)
    }

    @Test("every image has a variable of its own")
    func images() async throws {
        let services = try await config(
            ComposeFolder(),
            [
                "REVA_IMAGE": "a:1", "REVA_POSTGRES_IMAGE": "b:1", "REVA_REDIS_IMAGE": "c:1",
                "REVA_OLLAMA_IMAGE": "d:1", "REVA_JIRA_IMAGE": "e:1",
            ]
        ).config.services
        #expect(
            services.mapValues(\.image) == [
                "reva": "a:1", "release-mcp": "a:1", "postgres": "b:1", "redis": "c:1", "ollama": "d:1",
                "jira-mcp": "e:1",
            ])
    }

    @Test("an address is the one switch for Release and Jira, and Reva knows of those that run")
    func profiles() async throws {
        func parts(_ compose: ComposeFolder) async throws -> (running: [String], release: String?, jira: String?) {
            let services = try await config(compose, all: false).config.services
            let environment = services["reva"]?.environment ?? [:]
            return (
                services.keys.sorted(), environment["REVA_MCP_RELEASE_URL"] ?? nil,
                environment["REVA_MCP_JIRA_URL"] ?? nil
            )
        }
        let least = try await parts(ComposeFolder(ollamaURL: "http://models:11434"))
        #expect(least.running == ["postgres", "redis", "reva"] && least.release == "" && least.jira == "")
        let plain = try await parts(ComposeFolder())
        #expect(plain.running == ["ollama", "postgres", "redis", "reva"])
        let release = try await parts(ComposeFolder(releaseURL: "https://release.example.com"))
        #expect(release.running == ["ollama", "postgres", "redis", "release-mcp", "reva"])
        #expect(release.release == "http://release-mcp:8080/mcp" && release.jira == "")
        let jira = try await parts(ComposeFolder(jiraURL: "https://jira.example.com"))
        #expect(jira.running == ["jira-mcp", "ollama", "postgres", "redis", "reva"])
        #expect(jira.release == "" && jira.jira == "http://jira-mcp:8000/mcp")
    }

    @Test("every setting of .env is the application's, but for those that are the container's")
    func settings() async throws {
        let changes = [
            "REVA_PORT": "8080", "REVA_HOME": "/elsewhere", "REVA_LOG_LEVEL": "debug",
            "REVA_DATABASE_URL": "postgresql://elsewhere",
        ]
        let services = try await config(ComposeFolder(ollamaURL: "http://models:11434"), changes).config.services
        let environment = try #require(services["reva"]?.environment)
        #expect(environment["REVA_LOG_LEVEL"] == "debug")
        #expect(environment["REVA_PORT"] == "3978")
        #expect(environment["REVA_HOME"] == "/var/lib/reva")
        #expect(environment["REVA_DATABASE_URL"] == "postgresql://postgres@postgres:5432/reva")
        #expect(environment["REVA_DATABASE_PASSWORD_FILE"] == "/run/secrets/postgres_password")
        #expect(environment["REVA_OLLAMA_URL"] == "http://models:11434")
        #expect(services["reva"]?.ports?.first?.published == "8080")
    }

    @Test("every variable of compose.yaml is in .env.example with the value that holds without it")
    func example() throws {
        let example = EnvironmentText(try Project.text(".env.example"))
        // Those that tests and several deployments on one machine need, and a person does not.
        let unsaid: Set = ["REVA_POSTGRES_CONTAINER"]
        for match in try Project.text("compose.yaml").matches(of: /\$\{([A-Z_]+):-([^}]*)\}/) {
            let name = String(match.1)
            guard !unsaid.contains(name), name != "REVA_OLLAMA_URL" else { continue }
            #expect(example[name] == String(match.2), "\(name)")
        }
    }
}

/// The program, an engine or not.
private enum DockerCompose {
    static let variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp"]

    static func isInstalled() async -> Bool {
        let end = try? await Shell.run("/usr/bin/env", ["docker", "compose", "version"], variables: variables)
        return end?.code == 0
    }
}
