import RevaTesting
import Testing

extension InKubernetes {
    /// The pod of the database goes away at the worst moments.
    @Suite struct DatabaseFaultTests {
        private static let killed = """
            kubectl delete pod postgres-0 -n reva --grace-period=1
            """

        @Test("while the rows are read: no backup is there under any name, and the next one is taken")
        func reading() async throws {
            let cluster = try Cluster.shared
            try await cluster.query(HeldWork.muchToRead)
            let before = try await cluster.backups()
            let end = try await cluster.reva("backup", at: "read the rows") { _ in try await cluster.run(Self.killed) }
            #expect(end.code == 6, "\(end.errors)")
            #expect(end.complaint.hasPrefix("error: the database reva cannot be used: "), "\(end.errors)")
            #expect(!end.steps.contains("finish the file"))
            #expect(try await cluster.backups() == before)
            try await cluster.expectProduction("live")
            try await cluster.query("DROP TABLE much")
            try await cluster.backup()
        }

        @Test("while a restore loads: production was not touched, the half-filled copy goes, the next restore succeeds")
        func loading() async throws {
            let cluster = try Cluster.shared
            let name = try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            try await cluster.holdingLoads { _ in
                let end = try await cluster.reva("restore", name, "--yes", at: "load the rows") { _ in
                    try await cluster.waits(HeldWork.loadWaits)
                    try await cluster.run(Self.killed)
                }
                #expect(end.code == 6, "\(end.errors)")
                #expect(!end.steps.contains("stop the application"))
            }
            try await cluster.run("kubectl rollout status statefulset/postgres -n reva --timeout=300s")
            #expect(try await cluster.query("SELECT name FROM epoch") == "later")
            // What could not be dropped then is dropped by the next run.
            let again = try await cluster.reva("restore", name, "--yes")
            #expect(again.code == 0, "\(again.errors)")
            try await cluster.expectProduction("live")
        }

        @Test("in the middle of the swap: the former database is live, and the application is started again")
        func swapping() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            let end = try await cluster.atSwap(of: "restore", "latest", "--yes") { _ in
                try await cluster.run(Self.killed)
            }
            #expect(end.steps.last == "swap the databases", "\(end.steps)")
            #expect(end.code == 6, "\(end.errors)")
            try await cluster.run("kubectl rollout status statefulset/postgres -n reva --timeout=300s")
            // Cleans up.
            let next = try await cluster.reva("backup")
            #expect(next.code == 0, "\(next.errors)")
            try await cluster.expectProduction("later")
            let again = try await cluster.reva("undo", "--yes")
            #expect([0, 4].contains(again.code), "\(again.errors)")
            try await cluster.settle()
        }

        @Test(
            "its pod goes without a word, and no other comes: the health says so within its own limit, and so does status"
        )
        func gone() async throws {
            let cluster = try Cluster.shared
            try await cluster.run(
                """
                kubectl scale statefulset postgres -n reva --replicas=0
                kubectl delete pod postgres-0 -n reva --grace-period=0 --force --ignore-not-found 2>/dev/null
                """)
            // The application is given 10 seconds for its report: one that waits for its database would be an error here.
            let health = try await cluster.reva("health")
            let status = try await cluster.reva("status")
            try await cluster.run("kubectl scale statefulset postgres -n reva --replicas=1")
            #expect(health.code == 2, "\(health.errors)")
            #expect(
                health.output.hasPrefix("status: degraded\n  the database does not answer\n"), "\(health.output)")
            #expect(status.code == 2)
            #expect(status.output.contains("! the database does not answer\n"), "\(status.output)")
            try await cluster.expectProduction("live")
        }
    }
}
