import Foundation
import Testing

@testable import reva

/// The manifests as a cluster gets them.
@Suite(.enabled(if: Rendering.isPossible, "kubectl is not installed")) struct RenderingTests {
    @Test("has everything that the runbook names, in the namespace reva")
    func names() async throws {
        let rendering = try await Rendering(.everything)
        let expected = [
            ("Deployment", "reva"), ("Deployment", "redis"), ("Deployment", "ollama"), ("StatefulSet", "postgres"),
            ("Service", "postgres"), ("Service", "redis"), ("Service", "reva"), ("Service", "ollama"),
            ("PersistentVolumeClaim", "postgres-data"), ("PersistentVolumeClaim", "db-backups"),
            ("CronJob", "db-backup"), ("Secret", "reva-postgres-admin-password"), ("Namespace", "reva"),
        ]
        for (kind, name) in expected { #expect(rendering[kind, name] != nil, "\(kind) \(name)") }
        #expect(rendering.manifests.allSatisfy { $0.kind == "Namespace" || $0.metadata.namespace == "reva" })
        #expect(rendering["Secret", "reva-postgres-admin-password"]?.data?.keys.sorted() == ["password"])
        let claim = try #require(rendering["PersistentVolumeClaim", "db-backups"]?.spec)
        #expect(claim.resources?.requests?["storage"] == "5Gi")
        #expect(claim.storageClassName == "local-path")
    }

    @Test("the claim of the database is the one that its pod uses, and that the claim-keeper makes")
    func claim() async throws {
        let rendering = try await Rendering(.everything)
        let volumes = rendering["StatefulSet", "postgres"]?.pod?.volumes ?? []
        #expect(volumes.contains { $0.persistentVolumeClaim?.claimName == "postgres-data" })
        // The default, OrderedReady, would keep `rollout restart` from replacing a pod that is not ready.
        #expect(rendering["StatefulSet", "postgres"]?.spec?.podManagementPolicy == "Parallel")
        let template = try #require(rendering.manifests.first { $0.name.hasPrefix("claim-template-") })
        #expect(template.data?["postgres-data.yaml"] == KubernetesOverlay().claim)
        let keeper = try #require(rendering["Deployment", "claim-keeper"]?.pod)
        #expect(keeper.volumes?.contains { $0.configMap?.name == template.name } == true)
    }

    @Test("every container is limited, not root, without privileges, and cannot change its own image")
    func security() async throws {
        let rendering = try await Rendering(.everything)
        #expect(rendering.pods.count == 6)
        #expect(rendering.containers.count == 9)
        for (owner, pod) in rendering.pods {
            #expect(pod.securityContext?.runAsNonRoot == true, "\(owner.name)")
            #expect((pod.securityContext?.runAsUser ?? 0) > 0, "\(owner.name)")
            #expect(pod.securityContext?.seccompProfile?.type == "RuntimeDefault", "\(owner.name)")
            // The links of the service reva would set REVA_PORT.
            #expect(pod.enableServiceLinks == false, "\(owner.name)")
            let mayAsk = ["db-backup", "claim-keeper"].contains(owner.name)
            #expect(pod.automountServiceAccountToken == mayAsk, "\(owner.name)")
        }
        for (place, container) in rendering.containers {
            #expect(container.imagePullPolicy == "IfNotPresent", "\(place)")
            for amount in ["cpu", "memory"] {
                #expect(container.resources?.limits?[amount] != nil, "\(place): limit of \(amount)")
                #expect(container.resources?.requests?[amount] != nil, "\(place): request of \(amount)")
            }
            #expect(container.securityContext?.readOnlyRootFilesystem == true, "\(place)")
            #expect(container.securityContext?.allowPrivilegeEscalation == false, "\(place)")
            #expect(container.securityContext?.capabilities?.drop == ["ALL"], "\(place)")
        }
    }

    @Test("each pod that stays is looked after by a probe", arguments: ["postgres", "redis", "reva", "ollama"])
    func probes(name: String) async throws {
        let rendering = try await Rendering(.everything)
        let pod = try #require(rendering.pods.first { $0.owner.name == name }?.pod)
        for container in pod.containers { #expect(container.livenessProbe != nil, "\(container.name)") }
        #expect(pod.containers[0].readinessProbe != nil)
    }

    @Test("the application is the first container of its pod, and asked by the probes it has")
    func application() async throws {
        let reva = try #require(try await Rendering(.everything)["Deployment", "reva"])
        let pod = try #require(reva.pod)
        #expect(pod.containers.map(\.name) == ["reva", "release-mcp", "jira-mcp"])
        #expect(reva.template?.metadata.annotations?["kubectl.kubernetes.io/default-container"] == "reva")
        #expect(pod.containers[0].startupProbe?.httpGet?.path == "/api/live")
        #expect(pod.containers[0].livenessProbe?.httpGet?.path == "/api/live")
        #expect(pod.containers[0].readinessProbe?.httpGet?.path == "/api/ready")
        // They act with everybody's token, so that no other pod may reach them; and without them conversations go on.
        for sidecar in pod.containers.dropFirst() {
            #expect(sidecar.args?.contains("127.0.0.1") == true, "\(sidecar.name)")
            #expect(sidecar.readinessProbe == nil, "\(sidecar.name)")
        }
    }

    @Test("the nightly backup is the database's own image with our program in it, once at a time, and ends")
    func backup() async throws {
        let spec = try #require(try await Rendering(.everything)["CronJob", "db-backup"]?.spec)
        #expect(spec.schedule == "0 2 * * *")
        #expect(spec.concurrencyPolicy == "Forbid")
        #expect((spec.startingDeadlineSeconds ?? 0) > 600)
        let job = try #require(spec.jobTemplate?.spec)
        #expect(job.backoffLimit == 0)
        #expect(job.activeDeadlineSeconds != nil)
        #expect(job.ttlSecondsAfterFinished == 86400)
        let pod = job.template.spec
        #expect(pod.serviceAccountName == "reva-recovery")
        #expect(pod.initContainers?.map(\.image) == ["reva:latest"])
        let container = try #require(pod.containers.first)
        #expect(pod.containers.count == 1)
        #expect(container.image == "pgvector/pgvector:pg16")
        #expect(container.command == ["/program/bin/reva", "backup", "--prune", "--format", "json"])
        _ = try Reva.parseAsRoot(Array((container.command ?? []).dropFirst()))
        #expect(container.volumeMounts?.contains { $0.mountPath == "/backups" && $0.name == "backups" } == true)
        #expect(pod.volumes?.contains { $0.persistentVolumeClaim?.claimName == "db-backups" } == true)
        // The user of the database in that image; the claim may be writable only by its group.
        #expect(pod.securityContext?.runAsUser == 999)
        #expect(pod.securityContext?.fsGroup == 999)
    }

    @Test("accounts may do what they need, and nothing else")
    func rights() async throws {
        let rendering = try await Rendering(.everything)
        #expect(
            rendering["Role", "reva-recovery"]?.rules == [
                .init(
                    apiGroups: ["apps"], resources: ["deployments/scale"], resourceNames: ["reva"],
                    verbs: ["get", "patch"]),
                .init(apiGroups: [""], resources: ["pods"], verbs: ["list"]),
                .init(
                    apiGroups: [""], resources: ["configmaps"], resourceNames: ["reva-recovery"],
                    verbs: ["get", "patch"]),
            ])
        #expect(
            rendering["Role", "claim-keeper"]?.rules == [
                .init(
                    apiGroups: [""], resources: ["persistentvolumeclaims"], resourceNames: ["postgres-data"],
                    verbs: ["list", "watch"]),
                .init(apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create"]),
                .init(apiGroups: [""], resources: ["pods"], resourceNames: ["postgres-0"], verbs: ["delete"]),
            ])
        #expect(rendering.names(of: "RoleBinding") == ["reva-recovery", "claim-keeper"])
        #expect(rendering.names(of: "ClusterRole").isEmpty)
        for binding in rendering.manifests.filter({ $0.kind == "RoleBinding" }) {
            #expect(binding.subjects?.map(\.name) == [binding.name])
            #expect(binding.subjects?.map(\.namespace) == ["reva"])
        }
    }

    @Test("leaves each part out, and refers to nothing that is not there", arguments: 0..<8)
    func parts(choice: Int) async throws {
        let (release, jira, ollama) = (choice & 1 != 0, choice & 2 != 0, choice & 4 != 0)
        let rendering = try await Rendering(
            KubernetesOverlay(
                releaseURL: release ? "https://release.example.com" : nil,
                jiraURL: jira ? "https://jira.example.com" : nil,
                ollamaURL: ollama ? nil : "http://gpu.example.com:11434"))
        let pod = try #require(rendering["Deployment", "reva"]?.pod)
        #expect(
            pod.containers.map(\.name) == ["reva"] + (release ? ["release-mcp"] : []) + (jira ? ["jira-mcp"] : []))
        #expect((rendering["Deployment", "ollama"] != nil) == ollama)
        let settings = try #require(rendering.manifests.first { $0.name.hasPrefix("reva-settings-") }?.data)
        #expect(settings["REVA_OLLAMA_URL"] == (ollama ? "http://ollama:11434" : "http://gpu.example.com:11434"))
        #expect((settings["REVA_MCP_RELEASE_URL"] != nil) == release)
        #expect((settings["REVA_MCP_JIRA_URL"] != nil) == jira)
        #expect(rendering.missing.isEmpty)
    }

    @Test("takes another image and another storage class everywhere")
    func elsewhere() async throws {
        for (image, name) in [
            ("registry.example.com:5000/team/reva:1.4.0", "registry.example.com:5000/team/reva:1.4.0"),
            ("registry.example.com:5000/reva", "registry.example.com:5000/reva:latest"),
            (
                "example.com/reva@sha256:\(String(repeating: "a", count: 64))",
                "example.com/reva@sha256:\(String(repeating: "a", count: 64))"
            ),
        ] {
            let rendering = try await Rendering(
                KubernetesOverlay(releaseURL: "https://release.example.com", image: image, storageClass: "fast"))
            let images = rendering.containers.map(\.container.image)
            #expect(images.filter { $0 == name }.count == 4, "\(images)")
            #expect(!images.contains("reva:latest"))
            let claims = rendering.manifests.filter { $0.kind == "PersistentVolumeClaim" }
            #expect(claims.count == 3)
            #expect(claims.allSatisfy { $0.spec?.storageClassName == "fast" })
            let template = rendering.manifests.first { $0.name.hasPrefix("claim-template-") }?.data
            #expect(template?["postgres-data.yaml"]?.contains("storageClassName: fast\n") == true)
        }
    }

    @Test("every setting of the base is one that the program knows")
    func settings() async throws {
        let rendering = try await Rendering(KubernetesOverlay(ollamaURL: "http://gpu.example.com:11434"))
        let known = Set(SettingKey.all.map(\.variable)).union(["REVA_OLLAMA_URL"])
        let told = rendering.containers.flatMap { $0.container.env ?? [] }.map(\.name)
        let settings = rendering.manifests.first { $0.name.hasPrefix("reva-settings-") }?.data?.keys.map(\.self) ?? []
        let ours = Set((told + settings).filter { $0.hasPrefix("REVA_") })
        #expect(ours.count > 8)
        #expect(ours.subtracting(known).isEmpty, "\(ours.subtracting(known))")
    }
}

extension Rendering {
    /// References to claims, secrets, settings and accounts that the rendering has not.
    fileprivate var missing: Set<String> {
        var wanted: Set<String> = []
        for (_, pod) in pods {
            for volume in pod.volumes ?? [] {
                if let claim = volume.persistentVolumeClaim {
                    wanted.insert("PersistentVolumeClaim \(claim.claimName)")
                }
                if let name = volume.secret?.secretName { wanted.insert("Secret \(name)") }
                if let name = volume.configMap?.name { wanted.insert("ConfigMap \(name)") }
            }
            if let name = pod.serviceAccountName { wanted.insert("ServiceAccount \(name)") }
            for container in pod.all {
                for group in container.envFrom ?? [] {
                    if let map = group.configMapRef { wanted.insert("ConfigMap \(map.name)") }
                    if let secret = group.secretRef, secret.optional != true { wanted.insert("Secret \(secret.name)") }
                }
                for variable in container.env ?? [] {
                    if let key = variable.valueFrom?.secretKeyRef { wanted.insert("Secret \(key.name)") }
                }
            }
        }
        return wanted.subtracting(manifests.map { "\($0.kind) \($0.name)" })
    }
}
