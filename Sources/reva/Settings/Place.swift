import Deployment
import Foundation
import Logging
import Postgres
import Recovery
import SystemPackage

/// The deployment that the settings mean.
struct Place {
    let settings: Settings
    let kind: DeploymentKind

    /// Finds it; engines and clusters are asked once.
    /// - Throws: when it is found in two places.
    static func find(_ settings: Settings) async throws -> Place {
        Place(settings: settings, kind: try await kind(by: settings))
    }

    /// Where Reva runs: as the settings say, else where it is found, if that is one place only.
    private static func kind(by settings: Settings) async throws -> DeploymentKind {
        if let kind = try settings.deployment { return kind }
        if try settings.databaseAddress != nil || RunningUp.read(in: settings.home) != nil { return .local }
        async let inCompose = ComposeProject.exists(settings.composeProject)
        async let inKubernetes = settings.kubectl.hasApplication
        switch (await inCompose, await inKubernetes) {
        case (true, false): return .compose
        case (false, true): return .kubernetes
        case (false, false): return .local
        case (true, true):
            throw CommandError(
                "reva runs in Docker Compose and in Kubernetes, and it was not said which is meant",
                hints: [
                    "--deployment compose", "--deployment kubernetes", "REVA_DEPLOYMENT, or deployment in reva.yaml",
                ]
            )
        }
    }

    /// True in a pod of Kubernetes.
    var isInCluster: Bool { (try? KubernetesAPI.ofThisPod()) != nil }

    /// The cluster, for whoever stands outside of it.
    var kubectl: Kubectl { settings.kubectl }

    /// - Throws: when nothing runs there, or it cannot be reached.
    func deployment() async throws -> any Deployment {
        switch kind {
        case .local:
            if let address = try settings.databaseAddress { return try await database(at: address) }
            return try runningUp()
        case .compose:
            return ComposeDeployment(try await composeProject())
        case .kubernetes:
            guard let cluster = try KubernetesAPI.ofThisPod() else {
                throw CommandError(
                    "this can only be done by a pod of the cluster", hints: ["leave out --deployment kubernetes"])
            }
            return try await pod(in: cluster)
        }
    }

    /// What the deployment stands on.
    func installation() async throws -> any Installation {
        switch kind {
        case .compose: return ComposeDeployment(try await composeProject())
        case .kubernetes: return KubernetesInstallation(kubectl)
        case .local:
            throw CommandError(
                "a reva up on this machine has no components to recover one by one",
                hints: ["reva restore latest", "stop it, move the folder data of its home aside, and start it again"])
        }
    }

    /// What can be seen of it from here, whatever is down.
    func scene() async throws -> any Scene {
        guard kind == .local else { return try await installation() }
        if let address = try settings.databaseAddress {
            return LocalScene(
                description: address.redacted, deployment: try? await database(at: address), log: nil)
        }
        return LocalScene(
            description: "reva up on this machine, home \(settings.home)", deployment: try? runningUp(),
            log: settings.home.appending("database/postgres.log"))
    }

    /// The folder of the backups: the one that was named, else the deployment's own.
    func backups() async throws -> FilePath {
        backups(of: kind == .compose && settings.backups == nil ? try await composeProject() : nil)
    }

    /// What is in that folder.
    func catalog() async throws -> Catalog { Catalog(folder: try await backups(), trust: settings.seal.trusted()) }

    private func backups(of project: ComposeProject?) -> FilePath {
        settings.backups ?? (project?.folder ?? settings.home).appending("backups")
    }

    /// The procedures there; what they tell goes to `console`.
    func recovery(_ console: Console) async throws -> Recovery {
        var procedures = try settings.recovery
        procedures.seal = settings.seal
        procedures.evidence = settings.evidence { console.tell(.warning($0)) }
        let deployment = try await deployment()
        return Recovery(
            deployment: deployment, backups: backups(of: (deployment as? ComposeDeployment)?.project),
            settings: procedures, tell: console.tell)
    }

    /// This program's file, also where it was started through a link or by its name alone.
    private static var program: FilePath {
        FilePath(
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0])
    }

    private func composeProject() async throws -> ComposeProject {
        try await ComposeProject.find(settings.composeProject, in: settings.composeFolder)
    }

    private func runningUp() throws -> LocalDeployment {
        guard let running = RunningUp.read(in: settings.home) else {
            throw CommandError(
                "reva does not run here (home \(settings.home)), and no database is named",
                hints: [
                    "reva up", "--database-url postgresql://user@host/reva, or REVA_DATABASE_URL",
                    "--deployment compose or --deployment kubernetes, where it runs there",
                ], code: .unreachable)
        }
        return LocalDeployment(
            description: "reva up on this machine, process \(running.process)", database: running.database,
            binaries: FilePath(running.binaries), environment: running.environment,
            application: LocalApplication(socket: FilePath(running.controlSocket), address: running.address),
            cache: try settings.cacheAddress, reva: Self.program)
    }

    private func database(at address: Address) async throws -> LocalDeployment {
        LocalDeployment(
            description: address.redacted, database: address.database ?? "reva",
            binaries: try await programs(for: address), environment: address.environment, application: nil,
            cache: try settings.cacheAddress, reva: Self.program)
    }

    private func pod(in cluster: KubernetesAPI) async throws -> KubernetesDeployment {
        guard let address = try settings.databaseAddress else {
            throw CommandError("no database is named", hints: ["REVA_DATABASE_URL in the pod's environment"])
        }
        // The pod's image is the server's, so its programs fit; the server itself may be what is down.
        return try KubernetesDeployment(
            cluster, database: address.database ?? "reva", binaries: try await programs(forMajor: 1),
            environment: address.environment, cache: try settings.redisURL, reva: Self.program)
    }

    /// PostgreSQL's programs that fit the server. It is asked once, so that a wrong address is told before anything
    /// begins.
    private func programs(for address: Address) async throws -> FilePath {
        let connection = Connection(address.with(database: "postgres"), logger: Logger(label: "reva"))
        try await connection.connect()
        let rows = try await connection.query("SELECT current_setting('server_version_num')::bigint / 10000 AS major")
        let major: Int = try rows[rows.startIndex].decode("major")
        await connection.close()
        return try await programs(forMajor: major)
    }

    private func programs(forMajor major: Int) async throws -> FilePath {
        if let named = settings.postgresBinaries { return named }
        let environment = ProcessInfo.processInfo.environment
        return try await PostgresPrograms.find(
            forMajor: major, home: FilePath(Settings.standardHome(environment)), searchPath: environment["PATH"])
    }
}
