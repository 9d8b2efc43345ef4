import Foundation
import Testing

@testable import reva

/// The runbook's commands for Docker Compose, one incident after the other, in a real Docker.
@Suite(.serialized, .enabled("Docker has the images") { await ComposeSite.hasImages() })
struct RunbookTests {
    @Test("every command of the runbook works word for word")
    func runbook() async throws {
        let site = try ComposeSite(ComposeFolder(jiraURL: "http://host.docker.internal:9"))
        try await site.running {
            try await standing(site)
            try await manualBackup(site)
            try await testRestore(site)
            try await restore(site)
            try await databaseLost(site)
            try await psqlWaits(site)
            try await noBackup(site)
            try await restarts(site)
        }
    }

    private func standing(_ site: ComposeSite) async throws {
        let states = try await site.run("docker compose ps --format '{{.Service}} {{.Health}}' | sort")
        #expect(
            states == "jira-mcp healthy\nollama healthy\npostgres healthy\nredis healthy\nreva healthy\n")
        #expect(try await site.run("docker compose exec -T reva id -u") == "10001\n")
        // The container's own port, with the program that the runbook asks with.
        let health = try await site.run("docker compose exec -T reva curl -s http://127.0.0.1:3978/api/health")
        #expect(health.contains(#""db":true"#))
        #expect(try await site.query("SHOW shared_buffers").hasSuffix("MB"))
        let shared = try await site.run("docker exec reva-postgres df --output=size -B1 /dev/shm | tail -n 1")
        #expect(Int(shared.trimmingCharacters(in: .whitespacesAndNewlines)) == 2 << 30)
        try await site.query("CREATE TABLE marker (n int); INSERT INTO marker VALUES (1)")
    }

    private func manualBackup(_ site: ComposeSite) async throws {
        // A plain dump, where the program does not run; then a proven one.
        try site.folder.write("bin/reva", "#!/bin/sh\nexit 127\n", mode: 0o755)
        try await site.run("./bin/backup-db.sh")
        try FileManager.default.removeItem(atPath: "\(site.folder.path)/bin/reva")
        try FileManager.default.createSymbolicLink(
            atPath: "\(site.folder.path)/bin/reva", withDestinationPath: ComposeSite.program)
        let output = try await site.run("./bin/backup-db.sh")
        #expect(output.contains(#/reva_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz  proven/#), "\(output)")
        let listing = try await site.run("ls -lht backups/reva_*.sql.gz")
        #expect(listing.matches(of: #/backups/reva_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz\n/#).count == 2)
        let proof = try await site.run("ls backups/$(readlink backups/reva_LATEST.sql.gz).proof.json")
        #expect(proof.hasPrefix("backups/reva_"))
        let states = try await site.run("bin/reva list --backups backups --home home --format json")
        #expect(states.matches(of: /"state":"proven"/).count == 1)
    }

    private func testRestore(_ site: ComposeSite) async throws {
        let output = try await site.run(
            """
            BACKUP_FILE="backups/reva_LATEST.sql.gz"
            # Create a temporary database, restore into it, then drop it
            docker exec reva-postgres psql -U postgres -c "CREATE DATABASE reva_dr_test;"
            gunzip -c "$BACKUP_FILE" | docker exec -i reva-postgres psql -U postgres -d reva_dr_test
            docker exec reva-postgres psql -U postgres -d reva_dr_test \\
              -c "SELECT count(*) FROM reva_subscriptions;"
            docker exec reva-postgres psql -U postgres -d reva_dr_test -c "\\dt"
            docker exec reva-postgres psql -U postgres -d reva_dr_test -c "
            SELECT 'conversations' AS tbl, count(*) FROM conversations
            UNION ALL SELECT 'memories', count(*) FROM memories
            UNION ALL SELECT 'reva_subscriptions', count(*) FROM reva_subscriptions;
            "
            docker exec reva-postgres psql -U postgres -d reva_dr_test \\
              -c "SELECT extname, extversion FROM pg_extension WHERE extname = 'vector';"
            docker exec reva-postgres psql -U postgres -c "DROP DATABASE reva_dr_test;"
            """)
        #expect(output.contains("marker") && output.contains(/vector  \| \d/) && output.contains("DROP DATABASE"))
    }

    private func restore(_ site: ComposeSite) async throws {
        try await site.query("UPDATE marker SET n = 2")
        let output = try await site.run(
            """
            # 1. Choose the backup to restore
            BACKUP_FILE="$(ls backups/reva_2*.sql.gz | tail -n 1)"
            # 2. Stop the application (keep the database running)
            docker compose stop reva
            # 3. Terminate active database connections
            docker exec reva-postgres psql -U postgres -c \\
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'reva' AND pid <> pg_backend_pid();"
            # 4. Restore the backup (--clean --if-exists in the dump handles DROP/CREATE)
            gunzip -c "$BACKUP_FILE" | docker exec -i reva-postgres psql -U postgres -d reva
            # 5. Restart the application
            docker compose up -d reva
            # 6. Wait for startup and verify health
            sleep 10
            curl -s http://localhost:3978/api/health | python3 -m json.tool
            """)
        #expect(output.contains(#""db": true"#) && output.contains(#""adapter_initialized": true"#))
        #expect(try await site.query("SELECT n FROM marker") == "1")
    }

    private func databaseLost(_ site: ComposeSite) async throws {
        try await site.run(
            """
            docker compose down postgres
            docker volume rm reva_postgres-data # Remove corrupted volume
            docker compose up -d postgres # Fresh PostgreSQL instance
            # Wait for postgres to be ready, then restore:
            sleep 5
            gunzip -c backups/reva_LATEST.sql.gz | docker exec -i reva-postgres psql -U postgres -d reva
            docker compose up -d reva
            sleep 10
            """)
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

    private func noBackup(_ site: ComposeSite) async throws {
        try await site.run(
            """
            docker compose down
            docker volume rm reva_postgres-data
            docker compose up -d
            sleep 10
            """)
        #expect(try await site.query("SELECT count(*) FROM reva_subscriptions") == "0")
        #expect(try await site.query("SELECT to_regclass('marker') IS NULL") == "t")
    }

    private func restarts(_ site: ComposeSite) async throws {
        try await site.run(
            """
            curl -fs http://localhost:11434/api/pull -d '{"model": "llama3.2"}'
            docker compose restart redis
            docker compose restart jira-mcp
            docker compose restart ollama
            curl -fs -o /dev/null --retry 60 --retry-all-errors --retry-delay 1 http://localhost:11434/api/version
            docker compose logs postgres | grep -q 'ready to accept connections'
            """)
        let models = try await site.run(
            """
            # Verify model availability
            curl -s http://localhost:11434/api/tags | python3 -c \\
            "import sys,json; [print(m['name']) for m in json.load(sys.stdin)['models']]"
            """)
        #expect(models == "llama3.2:latest\n")
        let servers = try await site.run(
            """
            curl -s http://localhost:3978/api/health | python3 -c \\
            "import sys,json; d=json.load(sys.stdin); print(json.dumps(d.get('mcp',{}), indent=2))"
            """)
        #expect(servers.hasPrefix("{"))
    }
}
