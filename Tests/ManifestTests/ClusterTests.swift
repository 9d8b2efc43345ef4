import Foundation
import Testing

@testable import reva

/// The runbook's commands in a real cluster, word for word but for the namespace.
@Suite(.enabled(if: Cluster.kubeconfig != nil, "REVA_TEST_KUBECONFIG names no cluster"))
struct ClusterTests {
    @Test("a deleted claim of the database ends in an empty database, by the runbook's three lines")
    func claim() async throws {
        try await Cluster.with { cluster in
            _ = try await cluster.query("CREATE TABLE lost (i int)")
            let before = try await cluster.run("kubectl get pvc postgres-data -n reva -o jsonpath={.metadata.uid}")
            let lines = try Document.block(under: "## The database is lost, and there is no backup")
            #expect(lines.first == "kubectl delete pvc postgres-data -n reva")
            #expect(lines.count == 3)
            for line in lines { try await cluster.run("timeout 120 \(line)") }
            try await cluster.run("kubectl rollout status statefulset/postgres -n reva --timeout=120s")
            #expect(try await cluster.query("SELECT count(*) FROM pg_tables WHERE tablename = 'lost'") == "0")
            let after = try await cluster.run("kubectl get pvc postgres-data -n reva -o jsonpath={.metadata.uid}")
            #expect(before != after)
            // Twice is as good as once: the claim is a full one again, and applying has nothing to say against it.
            try await cluster.run("kubectl apply -k \(KubernetesOverlay().path)")
            for line in lines { try await cluster.run("timeout 120 \(line)") }
            try await cluster.run("kubectl rollout status statefulset/postgres -n reva --timeout=120s")
            #expect(try await cluster.query("SELECT 1") == "1")
        }
    }

    @Test("a pod that never becomes ready does not hold up `rollout restart`")
    func stuck() async throws {
        try await Cluster.with { cluster in
            // Fenced in by a node that no cluster has: such a pod stays pending.
            try await cluster.run(
                """
                kubectl patch statefulset postgres -n reva -p '{"spec":{"template":{"spec":{"nodeSelector":{"no":"where"}}}}}'
                kubectl wait pod/postgres-0 -n reva --for=condition=PodScheduled=False --timeout=60s
                kubectl patch statefulset postgres -n reva -p '{"spec":{"template":{"spec":{"nodeSelector":null}}}}'
                kubectl rollout restart statefulset/postgres -n reva
                kubectl rollout status statefulset/postgres -n reva --timeout=120s
                """)
            #expect(try await cluster.query("SELECT 1") == "1")
        }
    }
}
