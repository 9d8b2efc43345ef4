import Foundation
import Health

/// Reva in Kubernetes as its operator handles it, through kubectl.
package struct KubernetesInstallation: Installation {
    let kubectl: Kubectl

    private static let database = "statefulset/postgres"
    private static let application = "deployment/\(KubernetesDeployment.application)"
    /// How long one object may take to become as it was asked to be.
    private static let patience = "--timeout=300s"

    package init(_ kubectl: Kubectl) { self.kubectl = kubectl }

    package var description: String { "Kubernetes, namespace \(kubectl.namespace)" }

    /// The claim that the database's pod has for its data.
    package func storage() async throws -> String {
        let claim = try await kubectl.ask([
            "get", Self.database,
            "--output=jsonpath={.spec.template.spec.volumes[?(@.persistentVolumeClaim)].persistentVolumeClaim.claimName}",
        ])
        guard let name = claim.split(separator: " ").first else {
            throw DeploymentError("\(Self.database) has no claim for its data")
        }
        return String(name)
    }

    package func databaseAnswers() async -> Bool {
        await (try? kubectl.ask(["exec", Self.database, "--", "pg_isready", "--quiet", "--host=127.0.0.1"])) != nil
    }

    package func databaseLog(lines: Int) async throws -> [String] {
        try await kubectl.ask(["logs", Self.database, "--tail=\(lines)"]).lastLines(lines)
    }

    package func components() async throws -> [Component] {
        try await kubectl.decode(["get", "pods"], as: Pod.List.self).components
    }

    package func health() async throws -> HealthReport { try await kubectl.health() }

    package func check(_ components: [String]) async throws {
        for deployment in deployments(of: components)
        where try await kubectl.ask(["get", deployment, "--ignore-not-found", "--output=name"]).isEmpty {
            throw DeploymentError(
                "there is no \(deployment) in the namespace \(kubectl.namespace)",
                hints: ["kubectl get deployments -n \(kubectl.namespace)"])
        }
    }

    /// The tool servers are sidecars of the application: it is restarted for them.
    package func restart(_ components: [String]) async throws {
        for deployment in deployments(of: components) {
            try await kubectl.ask(["rollout", "restart", deployment])
            try await kubectl.ask(["rollout", "status", deployment, Self.patience])
        }
    }

    func deployments(of components: [String]) -> [String] {
        let sidecars: Set = ["release-mcp", "jira-mcp"]
        return Set(components.map { sidecars.contains($0) ? Self.application : "deployment/\($0)" }).sorted()
    }

    /// How many there are to be of the application; the number that is remembered while it is stopped.
    func replicas() async throws -> String {
        let remembered = try await kubectl.ask([
            "get", "configmap", KubernetesDeployment.memory, "--output=jsonpath={.data.replicas}",
        ])
        if !remembered.isEmpty { return remembered }
        let now = try await kubectl.ask(["get", Self.application, "--output=jsonpath={.spec.replicas}"])
        return now == "0" ? "1" : now
    }

    package func stop() async throws {
        let replicas = try await kubectl.ask(["get", Self.application, "--output=jsonpath={.spec.replicas}"])
        if replicas != "0" {
            // Where the pods of restores look as well, should this end in the middle.
            let memory = #"{"data":{"replicas":"\#(replicas)"}}"#
            try await kubectl.ask([
                "patch", "configmap", KubernetesDeployment.memory, "--type=merge", "--patch=\(memory)",
            ])
            try await kubectl.ask(["scale", Self.application, "--replicas=0"])
        }
        try await kubectl.ask(["scale", Self.database, "--replicas=0"])
        for name in [KubernetesDeployment.application, "postgres"] {
            try await kubectl.ask([
                "wait", "pod", "--selector=app.kubernetes.io/name=\(name)", "--for=delete", Self.patience,
            ])
        }
    }

    package func startApplication() async throws {
        try await kubectl.ask(["scale", Self.application, "--replicas=\(try await replicas())"])
        try await kubectl.ask([
            "patch", "configmap", KubernetesDeployment.memory, "--type=merge", #"--patch={"data":{"replicas":null}}"#,
        ])
        try await kubectl.ask(["rollout", "status", Self.application, Self.patience])
    }

    package func startDatabase() async throws {
        try await kubectl.ask(["scale", Self.database, "--replicas=1"])
        try await kubectl.ask(["rollout", "status", Self.database, Self.patience])
    }

    package func copyStorageAside() async throws -> String {
        let storage = try await storage()
        let copy = "\(storage)-before-\(DateFormatter.nameTime("-").string(from: Date()))"
        try await create(try await claim(like: storage, named: copy))
        let pod = "reva-copy-\(DateFormatter.nameTime("-").string(from: Date()))"
        do {
            try await create(try await copying(from: storage, to: copy, pod: pod))
            try await waitForEnd(of: pod)
            try await kubectl.ask(["delete", "pod", pod, Self.patience])
        } catch {
            _ = try? await kubectl.ask(["delete", "pod", pod, "--ignore-not-found", Self.patience])
            _ = try? await kubectl.ask(["delete", "persistentvolumeclaim", copy, "--ignore-not-found", Self.patience])
            throw error
        }
        return copy
    }

    package func recreateStorage(_ consent: StorageConsent) async throws {
        let storage = try await storage()
        try consent.check(storage)
        let fresh = try await claim(like: storage, named: storage)
        try await kubectl.ask(["delete", "persistentvolumeclaim", storage, Self.patience])
        do {
            try await create(fresh)
        } catch let error as DeploymentError where error.summary.contains("AlreadyExists") {
            // A keeper of claims, or whatever applies the manifests by itself, was faster.
        }
    }

    private func create(_ object: [String: Any]) async throws {
        let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        try await kubectl.ask(["create", "--filename=-"], input: String(decoding: data, as: UTF8.self))
    }

    /// The manifest of a claim of the same size and class, without what binds it to its volume.
    func claim(like name: String, named copy: String) async throws -> [String: Any] {
        let json = try await kubectl.ask(["get", "persistentvolumeclaim", name, "--output=json"])
        let whole = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let metadata = whole?["metadata"] as? [String: Any]
        guard var spec = whole?["spec"] as? [String: Any] else {
            throw DeploymentError("the claim \(name) says nothing of its size")
        }
        spec["volumeName"] = nil
        return [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "metadata": ["name": copy, "labels": metadata?["labels"] ?? [:]], "spec": spec,
        ]
    }
}

extension KubernetesInstallation {
    /// A pod as the database's own, which copies one claim to another and ends.
    func copying(from storage: String, to copy: String, pod: String) async throws -> [String: Any] {
        let json = try await kubectl.ask(["get", Self.database, "--output=jsonpath={.spec.template.spec}"])
        let template = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        guard let database = (template?["containers"] as? [[String: Any]])?.first, let image = database["image"] else {
            throw DeploymentError("\(Self.database) has no container")
        }
        // Asks for next to nothing: on a small node that is full it must find room in an emergency.
        let resources = [
            "requests": ["cpu": "20m", "memory": "32Mi"], "limits": ["cpu": "1", "memory": "512Mi"],
        ]
        return [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": pod, "labels": ["app.kubernetes.io/name": "reva-copy"]],
            "spec": [
                "restartPolicy": "Never", "automountServiceAccountToken": false,
                "securityContext": template?["securityContext"] ?? [:],
                "containers": [
                    [
                        "name": "copy", "image": image, "imagePullPolicy": "IfNotPresent",
                        "command": ["sh", "-c", StorageCopy.script],
                        "terminationMessagePolicy": "FallbackToLogsOnError",
                        "securityContext": database["securityContext"] ?? [:],
                        "resources": resources,
                        "volumeMounts": [
                            ["name": "from", "mountPath": "/from", "readOnly": true],
                            ["name": "to", "mountPath": "/to"],
                        ],
                    ] as [String: Any]
                ],
                "volumes": [
                    ["name": "from", "persistentVolumeClaim": ["claimName": storage]],
                    ["name": "to", "persistentVolumeClaim": ["claimName": copy]],
                ],
            ] as [String: Any],
        ]
    }

    private func waitForEnd(of name: String) async throws {
        var obstruction = Obstruction()
        while true {
            let pod: Pod = try await kubectl.decode(["get", "pod", name])
            if pod.status.phase == "Succeeded" { return }
            if pod.status.phase == "Failed" {
                let said = pod.status.containerStatuses?.first?.state.terminated?.message
                throw DeploymentError("the storage could not be copied: \(said ?? "the pod \(name) failed")")
            }
            if let obstacle = obstruction.lasting(pod.obstacle) { throw DeploymentError(obstacle) }
            // Each look is a new answer of the cluster; how long a copy takes depends on its size.
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
