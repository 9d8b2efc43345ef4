import Foundation
import RevaTesting
import SystemPackage
import Testing

/// A Reva in Docker Compose on this machine, for what is carried between it and a cluster.
struct ComposeNeighbour: Sendable {
    let folder: FilePath
    let project: String

    private static let variables: [String: String] = {
        var variables = ["PATH": Cluster.variables["PATH"] ?? "/usr/bin:/bin", "HOME": "/tmp"]
        variables["DOCKER_HOST"] = ProcessInfo.processInfo.environment["DOCKER_HOST"]
        return variables
    }()

    /// Brings it up, lends it, and takes it away. The test is cancelled where no engine answers.
    static func with(in folder: FilePath, _ body: (ComposeNeighbour) async throws -> Void) async throws {
        let project = "reva-test-\(UInt32.random(in: .min ... .max))"
        let compose = ComposeNeighbour(folder: folder.appending(project), project: project)
        guard try await Shell.run("docker", ["info"], variables: variables).code == 0 else {
            try Test.cancel("no Docker engine answers here")
        }
        let written = try await compose.reva.run([
            "init", "compose", compose.folder.string, "--ollama-url", "http://host.docker.internal:9",
        ])
        try #require(written.code == 0, "\(written.errors)")
        let result: Result<Void, any Error>
        do {
            try await compose.run(
                """
                sed -i 's,^REVA_PORT=.*,REVA_PORT=0,; s,^REVA_IMAGE=.*,REVA_IMAGE=\(Cluster.image),' .env
                printf '%s\\n' COMPOSE_PROJECT_NAME=\(project) REVA_POSTGRES_CONTAINER=\(project)-postgres >>.env
                docker compose up -d --wait
                """)
            result = .success(try await body(compose))
        } catch {
            result = .failure(error)
        }
        try await compose.run("docker compose down --volumes --timeout 5")
        try result.get()
    }

    var backups: FilePath { folder.appending("backups") }

    var reva: RevaProgram {
        var variables = Self.variables
        variables["REVA_COMPOSE_PROJECT"] = project
        variables["REVA_HOME"] = folder.appending("home").string
        variables["REVA_DEPLOYMENT"] = "compose"
        return RevaProgram(home: folder.appending("home"), variables: variables)
    }

    @discardableResult
    func run(_ lines: String) async throws -> String {
        try await Shell.lines(lines, variables: Self.variables, in: folder.string)
    }

    /// What a query gives, values separated by `|`.
    @discardableResult
    func query(_ sql: String) async throws -> String {
        try await run("docker exec \(project)-postgres psql -U postgres -d reva -XAtq -c \"\(sql)\"")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
