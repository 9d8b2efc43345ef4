import Foundation
import Subprocess
import SystemPackage

@testable import reva

/// The overlay in a namespace of its own in a real cluster, without the application and the model: what stands there is
/// PostgreSQL, Redis, the claim-keeper and the CronJob.
///
/// The cluster is that of `REVA_TEST_KUBECONFIG`; its nodes have the images, among them `reva:latest`.
struct Cluster {
    static let kubeconfig = ProcessInfo.processInfo.environment["REVA_TEST_KUBECONFIG"]

    let namespace = "reva-test-\(UInt32.random(in: .min ... .max))"
    private let place: TemporaryFolder

    /// Brings it up, and takes it away whatever becomes of `body`.
    static func with(_ body: (Cluster) async throws -> Void) async throws {
        let cluster = try Cluster()
        let result: Result<Void, any Error>
        do {
            try await cluster.start()
            result = .success(try await body(cluster))
        } catch {
            result = .failure(error)
        }
        try await cluster.run("kubectl delete namespace reva --wait=false")
        try result.get()
    }

    private init() throws {
        place = try TemporaryFolder()
        let overlay = KubernetesOverlay.everything
        _ = try overlay.folder(at: place.path).write(replacing: false)
        let file = place.path.pushing(FilePath("\(overlay.path)/kustomization.yaml")).string
        let text = try String(contentsOfFile: file, encoding: .utf8)
        // What needs images or servers that a test has not.
        let replicas = "replicas:\n  - name: reva\n    count: 0\n  - name: ollama\n    count: 0\n"
        try (text.replacing("namespace: reva\n", with: "namespace: \(namespace)\n") + replicas)
            .write(toFile: file, atomically: true, encoding: .utf8)
    }

    private func start() async throws {
        try await run("kubectl apply -k \(KubernetesOverlay().path)")
        try await run(
            """
            kubectl rollout status statefulset/postgres -n reva --timeout=120s
            kubectl rollout status deployment/redis -n reva --timeout=120s
            kubectl rollout status deployment/claim-keeper -n reva --timeout=120s
            """)
    }

    /// Runs lines of the runbook as they are, but for the namespace; the first that fails ends them.
    @discardableResult
    func run(_ lines: String) async throws -> String {
        let text = lines.replacing("-n reva", with: "-n \(namespace)")
            .replacing("namespace reva", with: "namespace \(namespace)")
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-ec", text],
            environment: .inherit.updating(["KUBECONFIG": Self.kubeconfig]), workingDirectory: place.path,
            input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Rendering.Failure(description: "\(text)\n\(result.standardOutput)\n\(result.standardError)")
        }
        return result.standardOutput
    }

    func query(_ sql: String) async throws -> String {
        try await run("kubectl exec -n reva statefulset/postgres -- psql -U postgres -d reva -Atqc \"\(sql)\"")
            .trimmingCharacters(in: .newlines)
    }
}
