import Foundation
import Testing

@testable import reva

/// docs/kubernetes.md against the manifests. Its lines `reva …` are parsed where all documents are.
@Suite(.enabled(if: Rendering.isPossible, "kubectl is not installed")) struct KubernetesDocumentTests {
    @Test("every kubectl command in it names things that the manifests have")
    func names() async throws {
        let rendering = try await Rendering(.everything)
        let kinds = [
            "deployment": "Deployment", "statefulset": "StatefulSet", "cronjob": "CronJob",
            "pvc": "PersistentVolumeClaim",
        ]
        var checked: Set<String> = []
        for line in try Document.commands() {
            for match in line.matches(of: /\b(deployment|statefulset|cronjob|pvc)[\/ ]([a-z][a-z0-9-]*)/) {
                let kind = try #require(kinds[String(match.1)])
                #expect(rendering[kind, String(match.2)] != nil, "\(line)")
                checked.insert("\(match.1)/\(match.2)")
            }
            for match in line.matches(of: /-n ([a-z-]+)/) { #expect(match.1 == "reva", "\(line)") }
            for match in line.matches(of: /-k (\S+)/) { #expect(match.1 == KubernetesOverlay().path, "\(line)") }
        }
        #expect(checked.count >= 6, "\(checked)")
    }

    @Test("each command of the runbook that it shows is there word for word")
    func runbook() throws {
        let commands = try Document.commands()
        for line in [
            "kubectl create job --from=cronjob/db-backup db-backup-manual -n reva",
            "kubectl logs -n reva job/db-backup-manual -f", "kubectl scale deployment reva -n reva --replicas=0",
            "kubectl scale deployment reva -n reva --replicas=1",
            "kubectl rollout status deployment/reva -n reva --timeout=120s",
            "kubectl exec -n reva deployment/reva -- curl -s http://localhost:3978/api/health",
            "kubectl delete pvc postgres-data -n reva", "kubectl rollout restart statefulset/postgres -n reva",
            "kubectl rollout restart deployment/reva -n reva", "kubectl rollout restart deployment/redis -n reva",
        ] {
            #expect(commands.contains(line), "\(line)")
        }
    }
}
