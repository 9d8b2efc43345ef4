import Cache
import Foundation
import Health
import SystemPackage

/// Reva in Kubernetes, seen from a pod beside the database: a Job that was made from the CronJob's template.
///
/// The work stays in the cluster: data never crosses the operator's machine, and a connection that breaks stops nothing.
package struct KubernetesDeployment: Deployment {
    package let database: String
    let api: KubernetesAPI
    let programs: PostgresPrograms
    let cache: RedisAddress?
    let reva: FilePath?

    static let application = "reva"
    /// Where the number of replicas is remembered while there are none.
    static let memory = "reva-recovery"

    /// - Parameters:
    ///   - environment: the connection to the database, as libpq's variables.
    ///   - cache: such as redis://redis:6379; nil where there is none.
    ///   - reva: this program's file, for a second application; nil where there can be none.
    package init(
        _ api: KubernetesAPI, database: String, binaries: FilePath, environment: [String: String], cache: String?,
        reva: FilePath? = nil
    ) throws {
        self.api = api
        self.database = database
        self.programs = PostgresPrograms(binaries: binaries, environment: environment)
        self.cache = try cache.map(RedisAddress.init)
        self.reva = reva
    }

    package var description: String { "Kubernetes, namespace \(api.namespace)" }

    package var identity: String { "kubernetes:\(api.namespace)/\(database)" }

    package var hasApplication: Bool { true }

    package func flushCache() async throws { try await cache?.flush() }

    package func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        try await programs.run(program, in: program.database ?? database, input: input, output: output)
    }

    /// In this very pod: it has the program, and the database's address.
    package func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        guard let reva else { throw DeploymentError("no second application can be started beside \(description)") }
        return try await ChildApplication.with(name, program: reva, connection: programs.connection(to: database), body)
    }

    package func endRehearsal(_ name: String) { ChildApplication.remove(name) }

    /// In this very pod, whose image is the database's.
    package func withServer<Value: Sendable>(
        _ name: String, _ body: (any Deployment) async throws -> Value
    ) async throws -> Value {
        try await LocalDeployment.withServer(name, of: programs.binaries, database: database, reva: reva, body)
    }

    package func endServer(_ name: String) { LocalDeployment.removeServer(name) }

    /// Nobody can tell from here: the server's disk is another pod's.
    package func freeSpace(at directory: String) async -> Int? { nil }

    package func components() async throws -> [Component] {
        let pods: Pod.List = try await api.get("/api/v1/namespaces/\(api.namespace)/pods")
        return pods.components
    }

    package func health() async throws -> HealthReport {
        let pods = try await applicationPods().filter { $0.metadata.deletionTimestamp == nil }
        guard !pods.isEmpty else {
            throw DeploymentError(
                "the application has no pod", hints: ["kubectl scale deployment reva -n \(api.namespace) --replicas=1"],
                isUnreachable: true)
        }
        var reports: [HealthReport] = []
        for pod in pods { reports.append(try await health(of: pod)) }
        // One replica that is not well is the answer.
        return reports.first { $0.status != .ok } ?? reports[0]
    }

    private func health(of pod: Pod) async throws -> HealthReport {
        if let obstacle = pod.obstacle { throw DeploymentError(obstacle, isUnreachable: true) }
        guard let address = pod.address else {
            throw DeploymentError(
                "the pod \(pod.metadata.name) has not started yet: \(pod.status.phase)", isUnreachable: true)
        }
        return try await HealthReport.asked(of: address)
    }
}
