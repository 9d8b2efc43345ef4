import Foundation
import SystemPackage

/// Work that a Job does in the cluster, beside the database: made from the CronJob's template, so that image, claim,
/// secret and account are those of every backup.
///
/// It goes on whatever becomes of the connection to it. How it ended is read from its pod, never from the end of a
/// stream: `kubectl logs` can lose its connection and still exit with 0.
package struct ShippedJob: Sendable {
    package let name: String
    let kubectl: Kubectl

    private static let template = "db-backup"
    private static let argumentsKey = "reva/arguments"
    private static let selector = "app.kubernetes.io/managed-by=reva"

    private struct Job: Decodable {
        struct Metadata: Decodable {
            let name: String
            let annotations: [String: String]?
        }
        struct Status: Decodable { let active: Int? }
        let metadata: Metadata
        let status: Status?
    }

    private struct Jobs: Decodable { let items: [Job] }

    /// The job that is at work on the same thing already; nil when there is none.
    package static func running(_ arguments: [String], by kubectl: Kubectl) async throws -> ShippedJob? {
        let jobs: Jobs = try await kubectl.decode(["get", "jobs", "--selector=\(selector)"])
        let same = jobs.items.first {
            ($0.status?.active ?? 0) > 0 && $0.metadata.annotations?[argumentsKey] == arguments.joined(separator: " ")
        }
        return same.map { ShippedJob(name: $0.metadata.name, kubectl: kubectl) }
    }

    /// Makes the job.
    /// - Parameters:
    ///   - arguments: of `reva`, beginning with the command.
    ///   - options: what the pod is told besides.
    package static func start(
        _ arguments: [String], options: [String], by kubectl: Kubectl
    ) async throws -> ShippedJob {
        let cronJob: String
        do {
            cronJob = try await kubectl.ask(["get", "cronjob", template, "--output=json"])
        } catch let error as DeploymentError where error.summary.contains("NotFound") {
            throw DeploymentError(
                "the namespace \(kubectl.namespace) has no cronjob \(template), from which the work's pod is made",
                hints: ["reva init kubernetes", "kubectl apply -k k8s/overlays/production"], isUnreachable: true)
        }
        let manifest = try manifest(from: cronJob, arguments, options)
        let made = try await kubectl.ask(["create", "--filename=-", "--output=json"], input: manifest)
        let job = try JSONDecoder().decode(Job.self, from: Data(made.utf8))
        return ShippedJob(name: job.metadata.name, kubectl: kubectl)
    }

    /// The job as JSON: the template's, with other arguments for the same program.
    static func manifest(from cronJob: String, _ arguments: [String], _ options: [String]) throws -> String {
        let whole = try JSONSerialization.jsonObject(with: Data(cronJob.utf8)) as? [String: Any]
        guard let spec = whole?["spec"] as? [String: Any], let template = spec["jobTemplate"] as? [String: Any],
            var job = template["spec"] as? [String: Any], var pod = job["template"] as? [String: Any],
            var podSpec = pod["spec"] as? [String: Any], var containers = podSpec["containers"] as? [[String: Any]],
            !containers.isEmpty
        else { throw DeploymentError("the cronjob \(Self.template) has no template of a pod") }
        let program = (containers[0]["command"] as? [String])?.first ?? "reva"
        containers[0]["command"] = [program]
        containers[0]["args"] = arguments + options
        podSpec["containers"] = containers
        podSpec["restartPolicy"] = "Never"
        pod["spec"] = podSpec
        job["template"] = pod
        // A second try would not know what the first one was asked; and no clock may end a restore in its middle.
        job["backoffLimit"] = 0
        job["activeDeadlineSeconds"] = nil
        var labels = (template["metadata"] as? [String: Any])?["labels"] as? [String: String] ?? [:]
        labels["app.kubernetes.io/managed-by"] = "reva"
        let manifest: [String: Any] = [
            "apiVersion": "batch/v1", "kind": "Job",
            "metadata": [
                "generateName": "reva-\(arguments.first ?? "work")-", "labels": labels,
                "annotations": [argumentsKey: arguments.joined(separator: " ")],
            ],
            "spec": job,
        ]
        let data = try JSONSerialization.data(withJSONObject: manifest, options: .sortedKeys)
        return String(decoding: data, as: UTF8.self)
    }

    /// Takes the job and its pod away.
    package func remove() async throws {
        try await kubectl.ask(["delete", "job", name, "--wait=false", "--ignore-not-found"])
    }
}
