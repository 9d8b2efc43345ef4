import Foundation
import PostgresTesting
import RevaTesting
import SystemPackage
import Testing

/// Reva in a real cluster: the overlay that `reva init kubernetes` writes, applied and running.
///
/// The cluster is that of `REVA_TEST_KUBECONFIG`; its nodes have the images, or can pull them. The namespace is `reva`,
/// as in the runbook, where the cluster has none yet, else one that nobody else has. It goes with everything in it.
struct Cluster: Sendable {
    static let kubeconfig = ProcessInfo.processInfo.environment["REVA_TEST_KUBECONFIG"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// The image under test, which the nodes have.
    static let image = ProcessInfo.processInfo.environment["REVA_IMAGE"] ?? "reva:latest"

    /// The one that a suite shares.
    @TaskLocal static var current: Cluster?

    static var shared: Cluster { get throws { try #require(current, "no suite has brought a cluster up") } }

    let namespace: String
    let folder: FilePath

    /// Brings it up, lends it, and takes it away whatever becomes of `body`.
    static func with(_ body: (Cluster) async throws -> Void) async throws {
        let folder = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let cluster = try await taken(in: folder)
        let result: Result<Void, any Error>
        do {
            try await cluster.start()
            result = .success(try await body(cluster))
        } catch {
            result = .failure(error)
        }
        try await cluster.run("kubectl delete namespace reva --timeout=180s")
        try result.get()
    }

    /// A namespace that was not there: whoever makes it has it.
    private static func taken(in folder: FilePath) async throws -> Cluster {
        let runbooks = Cluster(namespace: "reva", folder: folder)
        if try await runbooks.end(of: "kubectl create namespace reva").code == 0 { return runbooks }
        let own = Cluster(namespace: "reva-test-\(UInt32.random(in: .min ... .max))", folder: folder)
        try await own.run("kubectl create namespace reva")
        return own
    }

    private func start() async throws {
        // Release is a stand-in beside it; Jira's server says that it is well without a Jira.
        let written = try await reva.run([
            "init", "kubernetes", "--release-url", "http://release-demo:5516", "--jira-url", "http://release-demo:9",
            "--ollama-url", "http://release-demo:9", "--image", Self.image, folder.string,
        ])
        try #require(written.code == 0, "\(written.errors)")
        try await run(
            """
            sed -i 's/TOKEN=$/TOKEN=rpa_demo_reva/' \(Self.overlay)/secrets/*.env
            sed -i 's/^namespace: reva$/namespace: \(namespace)/' \(Self.overlay)/kustomization.yaml
            kubectl run release-demo -n reva --image=\(Self.image) --image-pull-policy=IfNotPresent \
                --port=5516 --expose -- demo release --host 0.0.0.0
            \(Self.files)
            kubectl apply -k \(Self.overlay)
            kubectl rollout status statefulset/postgres -n reva --timeout=300s
            kubectl wait pod/files -n reva --for=condition=Ready --timeout=120s
            """)
        try await settle()
    }

    static let overlay = "k8s/overlays/production"

    /// A pod that sees the claim of the backups.
    private static let files = """
        kubectl run files -n reva --image=pgvector/pgvector:pg16 --image-pull-policy=IfNotPresent --overrides='{"spec": {
        "terminationGracePeriodSeconds": 0,
        "containers": [{"name": "files", "image": "pgvector/pgvector:pg16", "command": ["sleep", "infinity"],
        "securityContext": {"runAsUser": 999}, "volumeMounts": [{"name": "backups", "mountPath": "/backups"}]}],
        "volumes": [{"name": "backups", "persistentVolumeClaim": {"claimName": "db-backups"}}]}}'
        """

    static let variables = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/tmp",
        "KUBECONFIG": kubeconfig ?? "",
    ]

    /// Lines of the runbook, word for word but for the namespace where `reva` is somebody else's.
    func own(_ lines: String) -> String {
        guard namespace != "reva" else { return lines }
        return lines.replacing("-n reva\n", with: "-n \(namespace)\n").replacing("-n reva ", with: "-n \(namespace) ")
            .replacing(/-n reva$/, with: "-n \(namespace)").replacing("namespace reva", with: "namespace \(namespace)")
    }

    func end(of lines: String) async throws -> Shell.End {
        try await Shell.run(
            "/bin/bash", ["-c", "set -eo pipefail\n" + own(lines)], variables: Self.variables, in: folder.string)
    }

    /// Runs lines; the first that fails ends them.
    @discardableResult
    func run(_ lines: String) async throws -> String {
        let end = try await end(of: lines)
        guard end.code == 0 else { throw Shell.Failure(description: "\(lines)\n\(end.output)\n\(end.errors)") }
        return end.output
    }

    /// What a query gives, values separated by `|`.
    @discardableResult
    func query(_ sql: String, database: String = "reva") async throws -> String {
        try await run(
            "kubectl exec -n reva statefulset/postgres -- psql -U postgres -d \(database) -XAtq -v ON_ERROR_STOP=1 -c \"\(sql)\""
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
