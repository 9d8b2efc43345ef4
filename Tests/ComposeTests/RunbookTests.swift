import Foundation
import RevaTesting
import Testing

@testable import reva

/// The runbook's commands for Docker Compose, one incident after the other, in a real Docker.
@Suite("The runbook", .serialized)
struct RunbookTests {
    @Test(
        "is what the files with its commands say, to the line", .enabled(if: Runbook.original != nil, "it is not here"))
    func commands() throws {
        let blocks = Runbook.lines(ofOriginal: try #require(Runbook.original))
        let original = Set(blocks.flatMap(\.self))
        let ours = try Runbook.lines()
        #expect(ours.subtracting(original).sorted() == [], "it does not say these")
        let needed = blocks.flatMap(Runbook.commandsForCompose)
        #expect(needed.count > 40)
        #expect(Set(needed).subtracting(ours).sorted() == [], "these are not run")
    }

    @Test(
        "works word for word",
        .enabled(if: ComposeSite.isAskedFor, "it needs an engine: make test-compose"))
    func runbook() async throws {
        try await ReleaseUpstream.with { port in
            let site = try ComposeSite(
                ComposeFolder(
                    releaseURL: "http://host.docker.internal:\(port)", jiraURL: "http://host.docker.internal:9"))
            // As a person fills them in: the files keep their owner.
            for name in ["release", "jira"] {
                let file = try FileHandle(forWritingTo: URL(filePath: "\(site.folder.path)/secrets/\(name)_token"))
                try file.write(contentsOf: Data("rpa_demo_reva\n".utf8))
                try file.close()
            }
            try await site.running {
                try await standing(site)
                try await manualBackup(site)
                try await testRestore(site)
                try await restore(site)
                try await databaseLost(site)
                try await psqlWaits(site)
                try await toolServers(site)
                try await restarts(site)
                try await noBackup(site)
            }
        }
    }

    private func standing(_ site: ComposeSite) async throws {
        let states = try await site.run("docker compose ps --format '{{.Service}} {{.Health}}' | sort")
        #expect(
            states
                == "jira-mcp healthy\nollama healthy\npostgres healthy\nredis healthy\nrelease-mcp healthy\nreva healthy\n"
        )
        #expect(try await site.run("docker compose exec -T reva id -u") == "10001\n")
        // The container's own port, with the program that the runbook asks with.
        let health = try await site.run("docker compose exec -T reva curl -s http://127.0.0.1:3978/api/health")
        #expect(health.contains(#""db":true"#))
        #expect(try await site.query("SHOW shared_buffers").hasSuffix("MB"))
        let shared = try await site.run("docker exec reva-postgres df --output=size -B1 /dev/shm | tail -n 1")
        #expect(Int(shared.trimmingCharacters(in: .whitespacesAndNewlines)) == 2 << 30)
        let look = try await site.run(Runbook.commands("look"))
        #expect(look.contains("database system is ready to accept connections"))
        try await site.query("CREATE TABLE marker (n int); INSERT INTO marker VALUES (1)")
    }

    private func manualBackup(_ site: ComposeSite) async throws {
        // A plain dump, where the program does not run; then a proven one.
        try site.folder.write("bin/reva", "#!/bin/sh\nexit 127\n", mode: 0o755)
        try await site.run("./bin/backup-db.sh")
        try FileManager.default.removeItem(atPath: "\(site.folder.path)/bin/reva")
        try FileManager.default.createSymbolicLink(
            atPath: "\(site.folder.path)/bin/reva", withDestinationPath: RevaProgram.path.string)
        let output = try await site.run(Runbook.commands("backup"))
        #expect(output.contains(#/reva_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz  proven/#), "\(output)")
        #expect(output.matches(of: #/ backups/reva_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz\n/#).count == 2)
        let proof = try await site.run("ls backups/$(readlink backups/reva_LATEST.sql.gz).proof.json")
        #expect(proof.hasPrefix("backups/reva_"))
        let states = try await site.run("bin/reva list --backups backups --home home --format json")
        #expect(states.matches(of: /"state":"proven"/).count == 1)
        // The name that the runbook has in its examples.
        try await site.run("cp -L backups/reva_LATEST.sql.gz backups/reva_2026-03-15_020000.sql.gz")
    }

    private func testRestore(_ site: ComposeSite) async throws {
        let count = try await site.run(Runbook.commands("test-restore"))
        #expect(count.contains(/count \n-+\n +0\n\(1 row\)/) && count.contains("DROP DATABASE"), "\(count)")
        let output = try await site.run(Runbook.commands("drill"))
        #expect(output.contains("marker") && output.contains(/vector  \| \d/) && output.contains("DROP DATABASE"))
        for table in ["conversations", "memories", "reva_subscriptions"] {
            #expect(output.contains(try Regex(" \(table) +\\| +0\n")), "\(output)")
        }
    }

    private func restore(_ site: ComposeSite) async throws {
        try await site.query("UPDATE marker SET n = 2")
        let output = try await site.run(Runbook.commands("restore"))
        let report = try #require(output.range(of: "{\n").map { String(output[$0.lowerBound...]) }, "\(output)")
        #expect(try Self.object(report) == Self.object(Runbook.text("health.json")), "\(report)")
        #expect(try await site.query("SELECT n FROM marker") == "1")
    }

    private static func object(_ json: String) throws -> NSDictionary? {
        try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary
    }

    private func databaseLost(_ site: ComposeSite) async throws {
        try await site.run(Runbook.commands("database-lost") + "sleep 10")
        #expect(try await site.query("SELECT n FROM marker") == "1")
    }

    /// In the same breath as the start; and it gives up where nothing comes.
    private func psqlWaits(_ site: ComposeSite) async throws {
        let answer = try await site.run(
            """
            docker compose restart postgres 2>/dev/null
            echo 'SELECT n FROM marker' | docker exec -i reva-postgres psql -U postgres -d reva -A -t
            """)
        #expect(answer == "1\n")
        #expect(
            try await site.run("docker exec -e PGHOST=/nowhere reva-postgres psql -U postgres 2>&1 || true")
                .contains("No such file or directory"))
    }

    /// Restarted, they are taken up again without a restart of anything else.
    private func toolServers(_ site: ComposeSite) async throws {
        try await site.run(Runbook.commands("mcp"))
        let report = try await site.run(
            """
            curl -fs --retry 100 --retry-all-errors --retry-delay 1 http://localhost:3978/api/health
            """)
        #expect(try Self.object(report) == Self.object(Runbook.text("health.json")), "\(report)")
        let servers = try await site.run(Runbook.commands("mcp").components(separatedBy: "\ndocker")[0])
        let expected = try Self.object(Runbook.text("health.json"))?["mcp"] as? NSDictionary
        #expect(try Self.object(servers) == expected, "\(servers)")
        // By one command, which waits until they are healthy.
        let since = "docker inspect -f '{{.State.StartedAt}}' $(docker compose ps -q release-mcp jira-mcp)"
        let before = try await site.run(since)
        let end = try await site.reva("recover", "mcp")
        #expect(end.code == 0, "\(end.errors)")
        #expect(
            Set(try await site.run(since).split(separator: "\n")).isDisjoint(with: Set(before.split(separator: "\n"))))
        #expect(try await site.reva("health").output.contains("  MCP jira  connected\n  MCP release  connected\n"))
        let tools = try await site.run("curl -fs 'http://localhost:3978/api/health?detail=true'")
        #expect(tools.contains(/"release":{"connected":true,"tools":[1-9]/), "\(tools)")
    }

    private func restarts(_ site: ComposeSite) async throws {
        try await site.run("curl -fs http://localhost:11434/api/pull -d '{\"model\": \"llama3.2\"}'")
        try await site.run(Runbook.commands("redis"))
        try await site.run(Runbook.commands("ollama"))
        try await site.run(
            "curl -fs -o /dev/null --retry 60 --retry-all-errors --retry-delay 1 http://localhost:11434/api/version")
        #expect(try await site.run(Runbook.commands("models")) == "llama3.2:latest\n")
    }

    private func noBackup(_ site: ComposeSite) async throws {
        try await site.run(Runbook.commands("no-backup") + "sleep 10")
        #expect(try await site.query("SELECT count(*) FROM reva_subscriptions") == "0")
        #expect(try await site.query("SELECT to_regclass('marker') IS NULL") == "t")
    }
}
