import RevaTesting
import Testing

extension InKubernetes {
    /// Parts of the cluster that are not there, or not what they should be.
    @Suite struct ClusterFaultTests {
        /// Says which job was made, and that it is there no more.
        private func expectNoJob(of end: RevaProgram.End, in cluster: Cluster) async throws {
            let job = try #require(end.job)
            #expect(try await cluster.run("kubectl get job \(job) -n reva --ignore-not-found") == "")
        }

        @Test("a missing secret is named, and the job is taken away")
        func secretMissing() async throws {
            let cluster = try Cluster.shared
            try await cluster.run("kubectl delete secret reva-postgres-admin-password -n reva")
            let end = try await cluster.reva("backup")
            try await cluster.apply()
            #expect(end.code == 1)
            #expect(
                end.complaint.contains(
                    /error: the container db-backup of the pod reva-backup-[-a-z0-9]+ cannot start: CreateContainerConfigError, secret "reva-postgres-admin-password" not found\n  try: kubectl get events -n [-a-z0-9]+ --sort-by=.lastTimestamp/
                ), "\(end.errors)")
            try await expectNoJob(of: end, in: cluster)
            try await cluster.expectProduction("live")
            try await cluster.backup()
        }

        @Test("a wrong password is told in the server's words")
        func secretWrong() async throws {
            let cluster = try Cluster.shared
            try await cluster.run(
                """
                kubectl patch secret reva-postgres-admin-password -n reva -p '{"stringData": {"password": "another"}}'
                """)
            let end = try await cluster.reva("backup")
            try await cluster.apply()
            #expect(end.code == 6)
            #expect(
                end.complaint.hasPrefix("error: the database reva cannot be used: ")
                    && end.complaint.contains(#"password authentication failed for user "postgres""#), "\(end.errors)")
            try await cluster.expectProduction("live")
            try await cluster.backup()
        }

        @Test("a missing image is named, and the job is taken away")
        func imageMissing() async throws {
            let cluster = try Cluster.shared
            try await cluster.run("kubectl set image cronjob/db-backup -n reva program=localhost/reva:missing")
            let end = try await cluster.reva("backup")
            try await cluster.apply()
            #expect(end.code == 1)
            #expect(
                end.complaint.contains(
                    /error: the container program of the pod reva-backup-[-a-z0-9]+ cannot start: (ErrImagePull|ImagePullBackOff), .*localhost\/reva:missing/
                ), "\(end.errors)")
            try await expectNoJob(of: end, in: cluster)
            try await cluster.expectProduction("live")
            try await cluster.backup()
        }

        @Test("without the cronjob there is nothing to make a job from")
        func noCronJob() async throws {
            let cluster = try Cluster.shared
            try await cluster.run("kubectl delete cronjob db-backup -n reva")
            let end = try await cluster.reva("backup")
            try await cluster.apply()
            #expect(end.code == 6)
            #expect(
                end.complaint
                    == "error: the namespace \(cluster.namespace) has no cronjob db-backup, from which the work's pod is made\n"
                    + "  try: reva init kubernetes\n  try: kubectl apply -k k8s/overlays/production")
            try await cluster.backup()
        }

        @Test("a namespace that is not there is named")
        func noNamespace() async throws {
            var reva = try Cluster.shared.reva
            reva.variables["REVA_KUBERNETES_NAMESPACE"] = "reva-nowhere"
            let end = try await reva.run(["backup", "--deployment", "kubernetes"])
            #expect(end.code == 6)
            #expect(
                end.complaint
                    == "error: the namespace reva-nowhere has no cronjob db-backup, from which the work's pod is made\n"
                    + "  try: reva init kubernetes\n  try: kubectl apply -k k8s/overlays/production", "\(end.errors)")
            let health = try await reva.run(["health", "--deployment", "kubernetes"])
            #expect(health.code == 6)
            #expect(health.complaint.contains(#"namespaces "reva-nowhere" not found"#), "\(health.errors)")
        }

        @Test("a cluster that is away is told from everything else, with what to look at")
        func away() async throws {
            let cluster = try Cluster.shared
            try await cluster.run(
                "kubectl config view --raw --minify --flatten | sed 's,server: .*,server: https://127.0.0.1:1,' >away.config"
            )
            var reva = cluster.reva
            reva.variables["KUBECONFIG"] = cluster.folder.appending("away.config").string
            for command in ["backup", "health", "status"] {
                let end = try await reva.run([command, "--deployment", "kubernetes"])
                #expect(end.code == 6, "\(command)")
                #expect(
                    end.complaint.contains(/error: kubectl [a-z]+: .*127.0.0.1:1.* refused/),
                    "\(command): \(end.errors)")
                #expect(end.complaint.contains("  try: kubectl cluster-info"), "\(end.errors)")
            }
        }
    }
}
