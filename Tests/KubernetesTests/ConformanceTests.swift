import Deployment
import DeploymentTesting
import Foundation
import PostgresTesting
import SystemPackage
import Testing

extension InKubernetes {
    @Suite struct ConformanceTests {
        @Test("does what every deployment has to do alike, with the rights of the backups' pods and no others")
        func conforms() async throws {
            let cluster = try Cluster.shared
            let deployment = try await Self.deployment(in: cluster)
            try await DeploymentConformance(deployment).check()
            try await cluster.expectProduction("live")
        }

        /// As the pod of a backup makes it, from what such a pod is given.
        private static func deployment(in cluster: Cluster) async throws -> KubernetesDeployment {
            guard let programs = try await TestInstallations.all.first(where: { $0.version.major == 16 }) else {
                try Test.cancel("no programs of PostgreSQL 16 here: name their folder in REVA_TEST_POSTGRES")
            }
            // A file each, as a pod has them; the lines are no commands of the runbook's.
            try await cluster.run(
                """
                kubectl create token reva-recovery -n reva >token
                kubectl get configmap kube-root-ca.crt -n reva '--output=jsonpath={.data.ca\\.crt}' >ca.crt
                """)
            func ask(_ words: String) async throws -> String {
                try await cluster.run(words).trimmingCharacters(in: .whitespacesAndNewlines)
            }
            let server = try await ask("kubectl config view --minify '--output=jsonpath={.clusters[0].cluster.server}'")
            let host = try await ask("kubectl get service/postgres -n reva '--output=jsonpath={.spec.clusterIP}'")
            let redis = try await ask("kubectl get service/redis -n reva '--output=jsonpath={.spec.clusterIP}'")
            let password = try await ask("cat \(Cluster.overlay)/secrets/postgres-password")
            let ready = try await cluster.end(
                of: "\(programs.binFolder.appending("pg_isready")) --host=\(host) --timeout=5")
            if ready.code != 0 { try Test.cancel("the services of this cluster cannot be reached from this machine") }
            let api = try KubernetesAPI(
                address: server, namespace: cluster.namespace, tokenFile: cluster.folder.appending("token"),
                certificates: cluster.folder.appending("ca.crt"))
            return try KubernetesDeployment(
                api, database: "reva", binaries: programs.binFolder,
                environment: ["PGHOST": host, "PGPORT": "5432", "PGUSER": "postgres", "PGPASSWORD": password],
                cache: "redis://\(redis):6379")
        }

        @Test("an account without a right is told which manifests give it")
        func withoutRights() async throws {
            let cluster = try Cluster.shared
            let deployment = try await Self.deployment(in: cluster)
            try await cluster.run("kubectl delete rolebinding reva-recovery -n reva")
            let error = await #expect(throws: DeploymentError.self) { try await deployment.stopApplication() }
            try await cluster.run("kubectl apply -k \(Cluster.overlay)")
            #expect(
                error?.summary.hasPrefix(
                    "the Kubernetes API refuses GET /apis/apps/v1/namespaces/\(cluster.namespace)/deployments/reva/scale: "
                ) == true, "\(error?.summary ?? "")")
            #expect(error?.hints == ["kubectl apply -k k8s/overlays/production, which has the role reva-recovery"])
            try await cluster.expectProduction("live")
        }
    }
}
