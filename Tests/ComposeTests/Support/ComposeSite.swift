import Deployment
import Foundation
import RevaTesting
import SystemPackage
import Testing

@testable import reva

/// A deployment of its own in a real Docker: a folder, a project, a container's name and ports that nobody else has.
struct ComposeSite: Sendable {
    let folder: TemporaryFolder
    let project: String
    let port: Int
    let ollamaPort: Int

    /// `make test-compose` asks for what needs an engine; then a missing one is an error, and not a test less.
    static let isAskedFor = ProcessInfo.processInfo.environment["REVA_TEST_COMPOSE"] == "1"

    /// What commands run with: the engine's address, and no more of this machine than a person's shell has.
    static let variables: [String: String] = {
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp", "DOCKER_CLI_HINTS": "false"]
        variables["DOCKER_HOST"] = ProcessInfo.processInfo.environment["DOCKER_HOST"]
        return variables
    }()

    static let ollama = "reva-test-ollama:latest"
    /// The image under test: `make test-compose` has just built it.
    static let image = ProcessInfo.processInfo.environment["REVA_IMAGE"] ?? "reva:latest"

    /// The deployment that the tests of `InCompose` share.
    @TaskLocal static var current: ComposeSite?

    static var shared: ComposeSite { get throws { try #require(current, "no suite has brought a deployment up") } }

    /// Writes the folder as `reva init compose` does, then what sets this deployment apart from others.
    /// - Parameter more: settings of `.env` beside those.
    init(_ compose: ComposeFolder = ComposeFolder(), _ more: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        project = "reva-test-\(UUID().uuidString.prefix(8).lowercased())"
        (port, ollamaPort) = (try Self.freePort(), try Self.freePort())
        _ = try compose.folder(at: FilePath(folder.path)).write(replacing: false)
        let settings = [
            "COMPOSE_PROJECT_NAME": project, "REVA_COMPOSE_PROJECT": project, "REVA_IMAGE": Self.image,
            "REVA_POSTGRES_CONTAINER": "\(project)-postgres", "REVA_PORT": "\(port)",
            "REVA_OLLAMA_PORT": "\(ollamaPort)", "REVA_OLLAMA_IMAGE": Self.ollama,
            "REVA_HOME": "\(folder.path)/home",
        ]
        try set(settings.merging(more, uniquingKeysWith: { $1 }))
    }

    /// Writes settings into `.env`.
    func set(_ settings: [String: String]) throws {
        var text = EnvironmentText(try folder.text(".env"))
        for (key, value) in settings { text.fill(key, with: value) }
        try folder.write(".env", text.text, mode: 0o600)
    }

    /// Brings the folder's deployment up, lends it, and removes all of it, volumes and copies of them too.
    func running(_ body: () async throws -> Void) async throws {
        // Tests fetch nothing.
        let images = [
            Self.image, "pgvector/pgvector:pg16", "redis:7", "python:3.11-slim",
            "ghcr.io/sooperset/mcp-atlassian:latest",
        ]
        try await run("docker image inspect \(images.joined(separator: " ")) >/dev/null")
        let result: Result<Void, any Error>
        do {
            try await run("docker build -q -t \(Self.ollama) \(Project.path("Tests/ComposeTests/Ollama"))")
            try await run("docker compose up -d --wait")
            try await body()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await run(
            """
            docker compose --profile '*' down --volumes --timeout 5
            docker volume ls -q --filter label=com.docker.compose.project=\(project) | xargs -r docker volume rm
            """)
        try result.get()
    }

    /// Runs lines of the runbook: word for word, but for the names and ports that set this deployment apart, and that
    /// their pauses wait for what they are there for.
    @discardableResult
    func run(_ lines: String) async throws -> String {
        // No pause where the runbook gives a new database five seconds: psql itself waits for it.
        let waiting = """
            sleep() {
                [ "$1" != 5 ] || return 0
                for try in $(seq 900); do
                    ! curl -fs -o /dev/null http://localhost:\(port)/api/ready || return 0
                    command sleep 0.2
                done
                return 1
            }

            """
        return try await Shell.lines(waiting + own(lines), variables: Self.variables, in: folder.path)
    }

    /// Runs lines that are expected to fail, and gives what they wrote to both streams.
    func fails(_ lines: String) async throws -> String {
        let end = try await Shell.run(
            "/bin/bash", ["-c", "exec 2>&1; \(own(lines))"], variables: Self.variables, in: folder.path)
        #expect(end.code != 0, "\(end.output)")
        return end.output
    }

    private func own(_ lines: String) -> String {
        lines.replacing("reva-postgres", with: "\(project)-postgres")
            .replacing("reva_postgres-data", with: storage)
            .replacing("localhost:3978", with: "localhost:\(port)")
            .replacing("localhost:11434", with: "localhost:\(ollamaPort)")
    }

    /// The database's volume.
    var storage: String { "\(project)_postgres-data" }

    /// What a query gives, values separated by `|`.
    @discardableResult
    func query(_ sql: String, database: String = "reva") async throws -> String {
        try await run("docker exec reva-postgres psql -U postgres -d \(database) -X -A -t -q -c \"\(sql)\"")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard bound else { throw Errno(rawValue: errno) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
