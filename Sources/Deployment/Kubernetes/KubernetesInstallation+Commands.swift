import Foundation

extension KubernetesInstallation {
    package func commands(for act: InstallationAct) async throws -> [String] {
        let space = "-n \(kubectl.namespace)"
        switch act {
        case .restart(let components):
            return deployments(of: components).flatMap {
                ["kubectl rollout restart \($0) \(space)", "kubectl rollout status \($0) \(space) --timeout=300s"]
            }
        case .stop:
            return ["deployment reva", "statefulset postgres"].map { "kubectl scale \($0) \(space) --replicas=0" }
        case .copyStorageAside:
            let storage = try await storage()
            let copy = "\(storage)-before"
            return [
                try Self.creating(await claim(like: storage, named: copy), space),
                try Self.creating(await copying(from: storage, to: copy, pod: "reva-copy"), space),
                "kubectl wait pod/reva-copy \(space) --for=jsonpath='{.status.phase}'=Succeeded --timeout=3600s",
                "kubectl delete pod reva-copy \(space)",
            ]
        case .recreateStorage:
            let storage = try await storage()
            return [
                "kubectl delete pvc \(storage) \(space)",
                try Self.creating(await claim(like: storage, named: storage), space),
            ]
        case .startDatabase:
            return [
                "kubectl scale statefulset postgres \(space) --replicas=1",
                "kubectl rollout status statefulset/postgres \(space) --timeout=300s",
            ]
        // There the backups lie on a claim that only pods reach.
        case .load(let name): return ["reva restore \(name) --yes --deployment kubernetes"]
        case .startApplication:
            let replicas = try await replicas()
            return [
                "kubectl scale deployment reva \(space) --replicas=\(replicas)",
                "kubectl rollout status deployment/reva \(space) --timeout=300s",
            ]
        }
    }

    package func disturbance(by components: [String]) async throws -> [String] {
        guard deployments(of: components).contains("deployment/reva") else {
            return ["the bot goes on, without \(components.joined(separator: " and "))"]
        }
        let replicas = try await replicas()
        let sidecars = components.contains("reva") ? "" : ", for the tool servers are in its pods"
        return ["the application's \(replicas) pods are replaced one after the other\(sidecars)"]
    }

    /// On one line, so that it can be copied from wherever it is printed.
    private static func creating(_ object: [String: Any], _ space: String) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        let text = String(decoding: data, as: UTF8.self)
            .replacingOccurrences(of: "'", with: #"'\''"#, options: .literal)
        return "printf %s '\(text)' | kubectl create \(space) -f -"
    }
}
