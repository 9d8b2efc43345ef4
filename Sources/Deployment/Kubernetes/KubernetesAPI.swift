import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import SystemPackage

/// The few calls of the Kubernetes API that Reva makes from inside of a pod. Which they are is in the role
/// `reva-recovery` of k8s/base; no image of PostgreSQL has kubectl.
package struct KubernetesAPI: Sendable {
    /// Such as https://10.43.0.1:443.
    let address: String
    let namespace: String
    /// Read anew for each request, for the cluster changes it every hour.
    private let tokenFile: FilePath
    private let trust: TLSConfiguration

    /// - Parameters:
    ///   - tokenFile: holds the token of the pod's service account.
    ///   - certificates: whom to trust as the cluster, PEM.
    package init(address: String, namespace: String, tokenFile: FilePath, certificates: FilePath) throws {
        self.address = address
        self.namespace = namespace
        self.tokenFile = tokenFile
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(certificates.string))
        self.trust = trust
    }

    /// The cluster that this process runs in, and its own namespace there; nil when it is not in a pod.
    package static func ofThisPod(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> KubernetesAPI? {
        // https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
        let account = FilePath("/var/run/secrets/kubernetes.io/serviceaccount")
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"],
            FileManager.default.fileExists(atPath: account.appending("token").string)
        else { return nil }
        let namespace = try String(contentsOfFile: account.appending("namespace").string, encoding: .utf8)
        return try KubernetesAPI(
            address: "https://\(host.contains(":") ? "[\(host)]" : host):\(port)",
            namespace: namespace.trimmingCharacters(in: .whitespacesAndNewlines),
            tokenFile: account.appending("token"), certificates: account.appending("ca.crt"))
    }

    func get<Answer: Decodable>(_ path: String, _ query: [String: String] = [:]) async throws -> Answer {
        try await ask("GET", path, query, body: nil)
    }

    /// A merge patch (RFC 7386).
    @discardableResult
    func patch<Answer: Decodable>(_ path: String, _ body: some Encodable, as: Answer.Type = Answer.self) async throws
        -> Answer
    {
        try await ask("PATCH", path, [:], body: try JSONEncoder().encode(body))
    }

    private func ask<Answer: Decodable>(
        _ method: String, _ path: String, _ query: [String: String], body: Data?
    ) async throws -> Answer {
        var components = URLComponents()
        components.path = path
        components.queryItems = query.isEmpty ? nil : query.map { URLQueryItem(name: $0.key, value: $0.value) }
        var request = HTTPClientRequest(url: address + (components.string ?? path))
        request.method = .RAW(value: method)
        request.tlsConfiguration = trust
        let token = try String(contentsOfFile: tokenFile.string, encoding: .utf8)
        request.headers.add(
            name: "Authorization", value: "Bearer \(token.trimmingCharacters(in: .whitespacesAndNewlines))")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/merge-patch+json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let status: UInt
        let answer: Data
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            status = response.status.code
            answer = Data(try await response.body.collect(upTo: 16 << 20).readableBytesView)
        } catch {
            throw DeploymentError("the Kubernetes API at \(address) does not answer: \(error)", isUnreachable: true)
        }
        guard (200..<300).contains(status) else { throw Self.refusal(method, path, status, answer) }
        do {
            return try JSONDecoder().decode(Answer.self, from: answer)
        } catch {
            throw DeploymentError("the Kubernetes API gave an answer to \(path) that makes no sense: \(error)")
        }
    }

    private static func refusal(_ method: String, _ path: String, _ status: UInt, _ answer: Data) -> DeploymentError {
        struct Status: Decodable { let message: String }
        let message = (try? JSONDecoder().decode(Status.self, from: answer))?.message ?? "status \(status)"
        return DeploymentError(
            "the Kubernetes API refuses \(method) \(path): \(message)",
            hints: status == 401 || status == 403
                ? ["kubectl apply -k k8s/overlays/production, which has the role reva-recovery"] : [])
    }
}
