import Foundation
import RevaTesting
import Testing

extension InKubernetes {
    /// The data loss scenarios as `reva recover` does them.
    @Suite struct RecoverTests {
        private struct Outcome: Decodable {
            let copy: String?
            let restored: String?
            let salvaged: Salvaged?
        }

        private struct Salvaged: Decodable { let path: String }

        @Test("restarts what holds nothing", arguments: [("redis", "redis"), ("mcp", "reva")])
        func restarts(scenario: String, deployment: String) async throws {
            let cluster = try Cluster.shared
            let pods = "kubectl get pods -n reva --selector=app.kubernetes.io/name=\(deployment) --output=name"
            let before = try await cluster.run(pods)
            let end = try await cluster.reva("recover", scenario)
            #expect(end.code == 0 && end.output.hasPrefix("recovered in "), "\(end.errors)")
            #expect(try await cluster.run(pods) != before)
            try await cluster.expectProduction("live")
        }

        @Test("removes nothing while the database answers, without the storage's name, or without a proven backup")
        func refusals() async throws {
            let cluster = try Cluster.shared
            let answers = try await cluster.reva("recover", "no-backup", "--confirm", "postgres-data")
            #expect(answers.code == 7)
            #expect(
                answers.complaint
                    == "error: the database still answers\n  try: reva restore latest, which keeps it beside\n"
                    + "  try: --anyway, when it is damaged all the same")
            let unnamed = try await cluster.reva("recover", "no-backup", "--anyway", "--confirm", "postgres")
            #expect(unnamed.code == 7)
            #expect(
                unnamed.complaint
                    == "error: nothing was done: the storage's name was not confirmed\n"
                    + "  try: --confirm postgres-data\n  try: --dry-run")
            try await cluster.removeBackups()
            let unproven = try await cluster.reva("recover", "database-lost", "--anyway", "--confirm", "postgres-data")
            #expect(unproven.code == 4)
            #expect(
                unproven.complaint
                    == "error: none of the 0 backups is proven\n  try: reva list\n  try: reva recover no-backup")
            try await cluster.expectProduction("live")
        }

        @Test("a copy that cannot be made puts everything back up, with the replicas that there were")
        func failedCopy() async throws {
            let cluster = try Cluster.shared
            let claim = "kubectl get pvc postgres-data -n reva --output=jsonpath={.metadata.uid}"
            let before = try await cluster.run(claim)
            try await cluster.run(
                """
                kubectl scale deployment reva -n reva --replicas=2
                kubectl rollout status deployment/reva -n reva --timeout=300s
                kubectl create quota claims -n reva --hard=persistentvolumeclaims=2
                """)
            let end = try await cluster.reva("recover", "no-backup", "--anyway", "--confirm", "postgres-data")
            try await cluster.run("kubectl delete quota claims -n reva")
            #expect(end.code == 1)
            #expect(end.complaint.contains("exceeded quota: claims"), "\(end.errors)")
            #expect(end.notes.contains("starting again what was stopped"))
            #expect(try await cluster.run(claim) == before)
            #expect(try await cluster.takeSalvaged().count == 1)
            try await cluster.expectProduction("live", replicas: 2)
            try await cluster.run("kubectl scale deployment reva -n reva --replicas=1")
        }

        @Test("database-lost copies the storage aside, begins anew, and restores the newest proven backup")
        func databaseLost() async throws {
            let cluster = try Cluster.shared
            let name = try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'damaged'")
            // On a node that has little room left, as small ones have.
            try await cluster.run(
                """
                kubectl run filler -n reva --image=pgvector/pgvector:pg16 --image-pull-policy=IfNotPresent --overrides='{"spec": {
                "terminationGracePeriodSeconds": 0, "containers": [{"name": "filler", "image": "pgvector/pgvector:pg16",
                "command": ["sleep", "infinity"], "resources": {"requests": {"cpu": "1100m"}}}]}}'
                """)
            let end = try await cluster.reva(
                "recover", "database-lost", "--anyway", "--confirm", "postgres-data", "--format", "json")
            try await cluster.run("kubectl delete pod filler -n reva")
            try #require(end.code == 0, "\(end.errors)")
            let outcome: Outcome = try end.decoded()
            #expect(outcome.restored == name)
            try await cluster.expectProduction("live")
            let copy = try #require(outcome.copy)
            #expect(copy.hasPrefix("postgres-data-before-"))
            try await expectData("damaged", on: copy, in: cluster)
        }

        @Test(
            "no-backup copies the storage aside, and ends in an empty database that the application makes its tables in"
        )
        func noBackup() async throws {
            let cluster = try Cluster.shared
            try await cluster.query("UPDATE epoch SET name = 'lost'")
            let end = try await cluster.reva(
                "recover", "no-backup", "--anyway", "--confirm", "postgres-data", "--format", "json")
            try #require(end.code == 0, "\(end.errors)")
            #expect(try await cluster.query("SELECT to_regclass('epoch') IS NULL") == "t")
            #expect(try await cluster.query("SELECT count(*) FROM reva_subscriptions") == "0")
            let outcome: Outcome = try end.decoded()
            let saved = try #require(outcome.salvaged?.path.split(separator: "/").last)
            #expect(try await cluster.takeSalvaged() == [String(saved)])
            try await expectData("lost", on: try #require(outcome.copy), in: cluster)
            try await cluster.settle()
        }

        /// Starts a server of PostgreSQL on the claim, asks it, and takes both away.
        private func expectData(_ epoch: String, on claim: String, in cluster: Cluster) async throws {
            let found = try await cluster.run(
                """
                kubectl run copy -n reva --image=pgvector/pgvector:pg16 --image-pull-policy=IfNotPresent --overrides='{"spec": {
                "securityContext": {"runAsUser": 999}, "terminationGracePeriodSeconds": 5,
                "containers": [{"name": "copy", "image": "pgvector/pgvector:pg16", "env": [
                {"name": "PGDATA", "value": "/var/lib/postgresql/data/pgdata"}, {"name": "POSTGRES_PASSWORD", "value": "none"}],
                "readinessProbe": {"exec": {"command": ["pg_isready", "-h", "127.0.0.1"]}, "periodSeconds": 1},
                "volumeMounts": [{"name": "data", "mountPath": "/var/lib/postgresql/data"}]}],
                "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "\(claim)"}}]}}' >/dev/null
                kubectl wait pod/copy -n reva --for=condition=Ready --timeout=120s >/dev/null
                kubectl exec -n reva copy -- psql -U postgres -d reva -XAtqc "SELECT name FROM epoch"
                kubectl delete pod copy -n reva >/dev/null
                kubectl delete pvc \(claim) -n reva >/dev/null
                """)
            #expect(found == "\(epoch)\n")
        }
    }
}
