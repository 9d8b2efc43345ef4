import Foundation
import Health
import Subprocess
import SystemPackage

/// The `kubectl` program, which knows the cluster and who asks (kubeconfig, contexts, plugins).
package struct Kubectl: Sendable {
    package let namespace: String
    let context: String?
    private let program = Program(executable: .name("kubectl"))

    /// - Parameter context: nil means kubectl's current one.
    package init(namespace: String, context: String?) {
        self.namespace = namespace
        self.context = context
    }

    /// Runs it in the namespace and gives what it printed.
    /// - Throws: `DeploymentError` in kubectl's own words when it failed.
    @discardableResult
    func ask(_ arguments: [String], input: String = "") async throws -> String {
        let (end, answer) = try await program.ask(all(arguments), input: input)
        guard end.failure == nil else { throw Self.error(of: end, arguments) }
        return answer.trimmingCharacters(in: .newlines)
    }

    func decode<Answer: Decodable>(_ arguments: [String], as: Answer.Type = Answer.self) async throws -> Answer {
        let answer = try await ask(arguments + ["--output=json"])
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(answer.utf8))
        } catch {
            throw DeploymentError(
                "kubectl \(arguments.joined(separator: " ")) gave an answer that makes no sense: \(error)")
        }
    }

    /// Runs it with its output handed over.
    func run(_ arguments: [String], output: FileDescriptor) async throws -> Program.End {
        try await program.run(all(arguments), input: nil, output: output)
    }

    private func all(_ arguments: [String]) -> [String] {
        // kubectl's own options come first: after `--` they would be the command's.
        (context.map { ["--context=\($0)"] } ?? []) + ["--namespace=\(namespace)"] + arguments
    }

    /// True when there is a cluster, and Reva's deployment is in it.
    package var hasApplication: Bool {
        get async {
            let arguments = [
                "get", "deployment", KubernetesDeployment.application, "--output=name", "--request-timeout=3s",
            ]
            return await (try? ask(arguments)) != nil
        }
    }

    /// Asks inside of the application's pod, as the runbook does.
    package func health() async throws -> HealthReport {
        let answer = try await ask([
            "exec", "deployment/\(KubernetesDeployment.application)", "--", "curl", "--silent", "--show-error",
            "--max-time", "10", "http://localhost:3978/api/health?detail=true",
        ])
        return try HealthReport(asked: answer)
    }

    static func error(of end: Program.End, _ arguments: [String]) -> DeploymentError {
        let away = [
            "Unable to connect to the server", "The connection to the server", "i/o timeout", "connection refused",
            "net/http: TLS handshake timeout", "no such host", "context deadline exceeded", "unexpected EOF",
        ]
        let isAway = away.contains { end.errors.contains($0) }
        return DeploymentError(
            "kubectl \(arguments.first ?? ""): \(end.lastWords)",
            hints: isAway
                ? ["kubectl cluster-info", "name the context: kubernetes.context, REVA_KUBERNETES_CONTEXT"] : [],
            isUnreachable: isAway)
    }
}
