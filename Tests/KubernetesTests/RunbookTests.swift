import Foundation
import RevaTesting
import Testing

/// The files with the runbook's commands, against the runbook.
@Suite struct RunbookFileTests {
    @Test(
        "they say what it says, to the line, and leave no command out",
        .enabled(if: Runbook.original != nil, "it is not here"))
    func commands() throws {
        let blocks = Runbook.lines(ofOriginal: try #require(Runbook.original))
        let ours = try Runbook.lines()
        #expect(ours.subtracting(blocks.flatMap(\.self)).sorted() == [], "it does not say these")
        let needed = blocks.flatMap(Runbook.commandsForKubernetes)
        #expect(needed.count > 60)
        #expect(Set(needed).subtracting(ours).sorted() == [], "these are not run")
    }
}

extension InKubernetes {
    /// The runbook's commands, one incident after the other.
    @Suite("The runbook") struct RunbookTests {
        @Test("backs up, lists, restores, and ends in the health that it promises")
        func restore() async throws {
            let cluster = try Cluster.shared
            try await cluster.removeBackups()
            try await manualBackup(cluster)
            let name = try #require(
                try await cluster.backups().first { $0.hasSuffix(".sql.gz") && !$0.contains("LATEST") })
            let listing = try await interactive(Runbook.commands("list"), expecting: name, in: cluster)
            #expect(listing.contains("\(name).proof.json"), "\(listing)")

            try await cluster.query("UPDATE epoch SET name = 'later'")
            let lines = try Runbook.commands("restore").replacing("reva_2026-03-15_020000.sql.gz", with: name)
            let output = try await cluster.run(lines)
            let report = try #require(output.split(separator: "\n").last { $0.contains("\"status\"") }, "\(output)")
            let health = try #require(
                try JSONSerialization.jsonObject(with: Data(report.drop { $0 != "{" }.utf8)) as? NSDictionary)
            #expect(Self.runbooksPart(of: health) == (try Runbook.health()), "\(report)")
            try await cluster.expectProduction("live")
            let index = "SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid = 'near'::regclass"
            #expect(try await cluster.query(index) == "1")
        }

        /// Without what more it may say of a tool server.
        private static func runbooksPart(of health: NSDictionary) -> NSDictionary {
            let mcp = (health["mcp"] as? [String: [String: Any]] ?? [:]).mapValues {
                $0.filter { $0.key == "connected" }
            }
            let kept = NSMutableDictionary()
            kept.addEntries(from: health as? [AnyHashable: Any] ?? [:])
            kept["mcp"] = mcp
            return kept
        }

        private func manualBackup(_ cluster: Cluster) async throws {
            let lines = try Runbook.commands("backup").split(separator: "\n").map(String.init)
            #expect(lines.count == 2)
            try await cluster.run(lines[0])
            let log = try await typedAgain(lines[1], in: cluster)
            #expect(log.contains(#""state":"proven""#), "\(log)")
            // Within the day that the job of that name stays: what the document says about it.
            let again = try await cluster.end(of: lines[0])
            #expect(again.code == 1 && again.errors.contains("already exists"), "\(again.errors)")
            try await cluster.run("kubectl delete job db-backup-manual -n reva")
        }

        /// The log of a pod that has not begun yet is refused; whoever reads the refusal types the line again.
        private func typedAgain(_ line: String, in cluster: Cluster) async throws -> String {
            var end = try await cluster.end(of: line)
            for _ in 0..<120 where end.code != 0 {
                #expect(end.errors.contains("waiting to start") || end.errors.contains("timed out"), "\(end.errors)")
                try await Task.sleep(for: .milliseconds(250))
                end = try await cluster.end(of: line)
            }
            #expect(end.code == 0, "\(end.errors)")
            return end.output
        }

        /// What a pod says that ends within milliseconds, `kubectl run -i` may miss: then the line is typed again.
        private func interactive(_ lines: String, expecting words: String, in cluster: Cluster) async throws -> String {
            var output = ""
            for _ in 0..<5 where !output.contains(words) { output = try await cluster.run(lines) }
            return output
        }

        @Test("shows what runs, and what PostgreSQL says")
        func look() async throws {
            let output = try await Cluster.shared.run(Runbook.commands("look"))
            #expect(output.contains(/reva-[a-z0-9]+-[a-z0-9]+ +3\/3 +Running/), "\(output)")
            #expect(output.contains(/postgres-0 +1\/1 +Running/))
            #expect(output.contains("database system is ready to accept connections"))
        }

        @Test("restarts Redis, and the tool servers with their pod")
        func restarts() async throws {
            let cluster = try Cluster.shared
            try await cluster.run("kubectl exec -n reva deployment/redis -- redis-cli SET key value")
            for (name, deployment) in [("redis", "redis"), ("mcp", "reva")] {
                let pods = "kubectl get pods -n reva --selector=app.kubernetes.io/name=\(deployment) --output=name"
                let before = try await cluster.run(pods)
                try await cluster.run(Runbook.commands(name))
                try await cluster.run("kubectl rollout status deployment/\(deployment) -n reva --timeout=300s")
                #expect(try await cluster.run(pods) != before)
            }
            #expect(try await cluster.run("kubectl exec -n reva deployment/redis -- redis-cli EXISTS key") == "0\n")
            try await cluster.expectProduction("live")
        }

        @Test("without a backup, ends in an empty database that the application makes its tables in")
        func noBackup() async throws {
            let cluster = try Cluster.shared
            // Twice is as good as once: the claim is a full one again, and applying has nothing to say against it.
            for _ in 0..<2 {
                let claim = "kubectl get pvc postgres-data -n reva --output=jsonpath={.metadata.uid}"
                let before = try await cluster.run(claim)
                for line in try Runbook.commands("no-backup").split(separator: "\n") {
                    try await cluster.run("timeout 120 \(line)")
                }
                try await cluster.run("kubectl rollout status statefulset/postgres -n reva --timeout=300s")
                #expect(try await cluster.run(claim) != before)
                try await cluster.run("kubectl apply -k \(Cluster.overlay)")
            }
            try await cluster.run("kubectl rollout status deployment/reva -n reva --timeout=300s")
            #expect(try await cluster.query("SELECT to_regclass('epoch') IS NULL") == "t")
            #expect(try await cluster.query("SELECT count(*) FROM reva_subscriptions") == "0")
            try await cluster.settle()
        }

        @Test("a pod of the database that never becomes ready does not hold up `rollout restart`")
        func stuck() async throws {
            let cluster = try Cluster.shared
            // Fenced in by a node that no cluster has: such a pod stays pending.
            try await cluster.run(
                """
                kubectl patch statefulset postgres -n reva -p '{"spec":{"template":{"spec":{"nodeSelector":{"no":"where"}}}}}'
                kubectl wait pod/postgres-0 -n reva --for=condition=PodScheduled=False --timeout=60s
                kubectl patch statefulset postgres -n reva -p '{"spec":{"template":{"spec":{"nodeSelector":null}}}}'
                kubectl rollout restart statefulset/postgres -n reva
                """)
            try await cluster.expectProduction("live")
        }
    }
}
