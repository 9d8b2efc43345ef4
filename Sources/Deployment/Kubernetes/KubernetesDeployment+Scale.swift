import Foundation
import Health

extension KubernetesDeployment {
    private struct Scale: Decodable {
        struct Spec: Decodable { let replicas: Int? }
        struct Status: Decodable { let selector: String? }
        let spec: Spec
        let status: Status
    }

    private struct ScalePatch: Encodable {
        struct Spec: Encodable { let replicas: Int }
        let spec: Spec
    }

    private struct Memory: Codable {
        var data: [String: String?]?
        var replicas: Int? { data?["replicas"].flatMap(\.self).flatMap(Int.init) }
    }

    private var scalePath: String {
        "/apis/apps/v1/namespaces/\(api.namespace)/deployments/\(Self.application)/scale"
    }

    private var memoryPath: String { "/api/v1/namespaces/\(api.namespace)/configmaps/\(Self.memory)" }

    /// The pods of the deployment, also those that are ending.
    func applicationPods() async throws -> [Pod] {
        let scale: Scale = try await api.get(scalePath)
        guard let selector = scale.status.selector else {
            throw DeploymentError("the deployment \(Self.application) does not say which pods are its own")
        }
        let pods: Pod.List = try await api.get(
            "/api/v1/namespaces/\(api.namespace)/pods", ["labelSelector": selector])
        return pods.items
    }

    /// Scales to 0 and returns when the application has ended in every pod; its sidecars may take longer.
    package func stopApplication() async throws {
        let scale: Scale = try await api.get(scalePath)
        if let replicas = scale.spec.replicas, replicas > 0 {
            // Remembered first, and in the cluster: whoever cleans up after a crash has nothing else to know it from.
            let memory = Memory(data: ["replicas": "\(replicas)"])
            try await api.patch(memoryPath, memory, as: Memory.self)
            try await api.patch(scalePath, ScalePatch(spec: .init(replicas: 0)), as: Scale.self)
        }
        while try await isServing() {
            // Each look is a new answer of the cluster; a pod takes its own time to end.
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// A pod that is ending is asked itself: its status tells of its containers only when all of them are gone.
    private func isServing() async throws -> Bool {
        for pod in try await applicationPods() {
            guard pod.metadata.deletionTimestamp != nil else { return true }
            if let address = pod.address, await HealthReport.isAlive(address) { return true }
        }
        return false
    }

    /// Scales back to as many replicas as there were, and to one if somebody had scaled to none by hand.
    package func startApplication() async throws {
        let scale: Scale = try await api.get(scalePath)
        let memory: Memory = try await api.get(memoryPath)
        if (scale.spec.replicas ?? 0) == 0 {
            let replicas = memory.replicas ?? 1
            try await api.patch(scalePath, ScalePatch(spec: .init(replicas: replicas)), as: Scale.self)
        }
        if memory.replicas != nil {
            try await api.patch(memoryPath, Memory(data: ["replicas": nil]), as: Memory.self)
        }
    }
}
