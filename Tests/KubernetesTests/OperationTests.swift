import RevaTesting
import Testing

extension InKubernetes {
    /// The runbook's procedures as `reva` does them from outside of the cluster.
    @Suite struct OperationTests {
        private struct Listed: Decodable {
            let name: String
            let state: String
        }

        private struct Restored: Decodable {
            let name: String
            let state: String
            let downtimeSeconds: Double
            let before: String
        }

        @Test(
            "backs up, lists, verifies, restores, undoes; replicas come back, the cache is emptied, the index is there")
        func wholeLife() async throws {
            let cluster = try Cluster.shared
            try await cluster.removeBackups()
            let name = try await cluster.backup()
            #expect(try await Set(cluster.backups()) == [name, "\(name).proof.json", "reva_LATEST.sql.gz"])
            let listed: [Listed] = try await cluster.reva("list", "--format", "json").decoded()
            #expect(listed.map(\.name) == [name] && listed.map(\.state) == ["proven"])
            let verified = try await cluster.reva("verify", "latest")
            #expect(verified.code == 0 && verified.output.hasPrefix("\(name)  proven  "), "\(verified.errors)")

            try await cluster.query("UPDATE epoch SET name = 'later'")
            try await cluster.run(
                """
                kubectl scale deployment reva -n reva --replicas=2
                kubectl rollout status deployment/reva -n reva --timeout=300s
                kubectl exec -n reva deployment/redis -- redis-cli SET reva:newer than-the-backup
                """)
            let plan = try await cluster.reva("restore", "latest", "--dry-run")
            #expect(
                plan.output.hasPrefix("Restoring \(name), proven, into Kubernetes, namespace \(cluster.namespace)\n"),
                "\(plan.output)\(plan.errors)")
            let end = try await cluster.reva("restore", "latest", "--yes", "--format", "json")
            #expect(end.code == 0, "\(end.errors)")
            let restored: Restored = try end.decoded()
            #expect(restored.state == "restored" && restored.name == name)
            #expect(restored.downtimeSeconds > 0)
            // It is away for these alone.
            let away = end.steps.drop { $0 != "stop the application" }.prefix(4)
            #expect(
                away == [
                    "stop the application", "swap the databases", "start the application", "wait until it is healthy",
                ])
            #expect(restored.before.hasPrefix("reva_before_"))
            try await cluster.expectProduction("live", replicas: 2)
            let memory = "kubectl get configmap reva-recovery -n reva --output=jsonpath={.data}"
            #expect(["", "{}"].contains(try await cluster.run(memory)))
            let cached = "kubectl exec -n reva deployment/redis -- redis-cli EXISTS reva:newer"
            #expect(try await cluster.run(cached) == "0\n")
            let index = "SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid = 'near'::regclass"
            #expect(try await cluster.query(index) == "1")

            try await cluster.run("kubectl scale deployment reva -n reva --replicas=1")
            let undone = try await cluster.reva("undo", "--yes")
            #expect(undone.code == 0, "\(undone.errors)")
            #expect(undone.output.hasPrefix("\(restored.before) is live again, in "))
            try await cluster.expectProduction("later")
            try await cluster.settle()
        }

        @Test("shows the plan, asks, and does nothing where nobody can answer")
        func declined() async throws {
            let cluster = try Cluster.shared
            let name = try await cluster.backup()
            let end = try await cluster.reva("restore", "latest")
            #expect(end.code == 7)
            #expect(end.errors.contains("Restoring \(name), proven"), "\(end.errors)")
            #expect(
                end.errors.hasSuffix(
                    "error: this needs a yes, and there is no terminal to ask at\n  try: add --yes\n"
                        + "  try: --dry-run shows what would be done\n"), "\(end.errors)")
            try await cluster.expectProduction("live")
        }

        @Test("what the cluster decides cannot be said from outside")
        func refused() async throws {
            let end = try await Cluster.shared.reva("backup", "--backups", "/tmp")
            #expect(end.code == 64)
            #expect(end.complaint.hasPrefix("error: --backups cannot be said with --deployment kubernetes: "))
        }

        @Test("a backup that is not there, and one that is damaged, leave production alone")
        func badBackup() async throws {
            let cluster = try Cluster.shared
            let missing = try await cluster.reva("restore", "reva_2020-01-01_020000.sql.gz", "--yes")
            #expect(missing.code == 4)
            #expect(
                missing.complaint.hasPrefix("error: there is no backup reva_2020-01-01_020000.sql.gz"),
                "\(missing.errors)")
            let name = try await cluster.backup()
            try await cluster.onBackups("cp /backups/\(name) /backups/reva_2020-01-01_020000.sql.gz")
            try await cluster.onBackups(
                "printf x | dd of=/backups/reva_2020-01-01_020000.sql.gz bs=1 seek=700 conv=notrunc 2>/dev/null")
            let damaged = try await cluster.reva("restore", "reva_2020-01-01_020000.sql.gz", "--yes")
            #expect(damaged.code == 3)
            #expect(
                damaged.output.hasPrefix(
                    "reva_2020-01-01_020000.sql.gz was not restored; production was not touched\n"),
                "\(damaged.output)\(damaged.errors)")
            try await cluster.onBackups("rm /backups/reva_2020-01-01_020000*")
            try await cluster.expectProduction("live")
        }

        @Test("prunes what is old, and databases set aside long ago, and keeps the newest proven backup")
        func prunes() async throws {
            let cluster = try Cluster.shared
            try await cluster.removeBackups()
            let name = try await cluster.backup()
            let old = "reva_2020-01-01_020000.sql.gz"
            try await cluster.onBackups("touch /backups/\(old)")
            try await cluster.query("CREATE DATABASE reva_before_20200101_020000", database: "postgres")
            let plan = try await cluster.reva("prune", "--dry-run")
            #expect(plan.code == 0)
            #expect(plan.output.contains(try Regex("would go +\(old) ")), "\(plan.output)\(plan.errors)")
            #expect(try await cluster.backups().contains(old))
            let done = try await cluster.reva("prune", "--yes")
            #expect(done.code == 0, "\(done.errors)")
            #expect(try await Set(cluster.backups()) == [name, "\(name).proof.json", "reva_LATEST.sql.gz"])
            #expect(
                try await cluster.query(
                    "SELECT count(*) FROM pg_database WHERE datname = 'reva_before_20200101_020000'",
                    database: "postgres") == "0")
        }

        private struct Status: Decodable {
            struct Component: Decodable { let name, state: String }
            let complaints: [String]
            let components: [Component]
        }

        @Test("status has every component, and says what is not there; health is asked in the pod")
        func status() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            let end = try await cluster.reva("status", "--format", "json")
            let well: Status = try end.decoded()
            #expect(end.code == 0, "\(well.complaints)")
            #expect(well.components.map(\.name) == ["claim-keeper", "postgres", "redis", "reva"])
            #expect(well.components.last?.state == "Running, 3 of 3 ready")
            let health = try await cluster.reva("health")
            #expect(health.code == 0)
            #expect(
                health.output == "status: ok\n  MCP jira  connected\n  MCP release  connected\n", "\(health.output)")

            try await cluster.run(
                """
                kubectl scale statefulset postgres -n reva --replicas=0
                kubectl wait pod/postgres-0 -n reva --for=delete --timeout=120s
                """)
            let down = try await cluster.reva("status")
            #expect(down.code == 2)
            #expect(down.output.contains("! the database does not answer\n"), "\(down.output)")
            let degraded = try await cluster.reva("health")
            #expect(degraded.code == 2)
            #expect(
                degraded.output.hasPrefix("status: degraded\n  the database does not answer\n"), "\(degraded.output)")
            let backup = try await cluster.reva("backup")
            #expect(backup.code == 6)
            #expect(backup.complaint.hasPrefix("error: the database reva cannot be used: "), "\(backup.errors)")
            try await cluster.run("kubectl scale statefulset postgres -n reva --replicas=1")
            try await cluster.expectProduction("live")
            #expect(try await cluster.reva("status").code == 0)
        }
    }
}
