import RevaTesting

extension Cluster {
    /// Brings everything back to what it was, where a test that failed left it otherwise.
    func putBack() async throws {
        guard await !isAsFound() else { return }
        try await run(
            """
            kubectl delete jobs --all -n reva --timeout=120s
            kubectl delete quota claims -n reva --ignore-not-found
            kubectl delete pod copy filler -n reva --ignore-not-found --timeout=120s
            """)
        try await apply()
        try await run(
            """
            kubectl scale statefulset postgres -n reva --replicas=1
            kubectl rollout status statefulset/postgres -n reva --timeout=300s
            """)
        try await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'hold%'",
            database: "postgres")
        try await query("DROP TABLE IF EXISTS much")
        try await run("kubectl scale deployment reva -n reva --replicas=1")
        try await settle()
        // Cleans up after whatever did not end well.
        try await backup("--no-prove")
        try await settle()
    }

    /// The application and the database are there, no run is at work, and the data is what every test begins with.
    private func isAsFound() async -> Bool {
        let words = """
            kubectl get deployment/reva statefulset/postgres -n reva '--output=jsonpath={.items[*].status.readyReplicas}'
            kubectl get quota -n reva --output=name
            """
        guard await (try? run(words)) == "1 1", await (try? journal()) == "" else { return false }
        return await (try? query("SELECT name FROM epoch")) == "live"
    }
}
