import Deployment
import Foundation
import Logging
import Postgres
import Recovery
import SystemPackage

/// Finds the deployment that the settings mean.
struct Place {
    let settings: Settings

    /// - Throws: when nothing runs here and no database is named, or the named one cannot be reached.
    func deployment() async throws -> any Deployment {
        if let url = settings.databaseURL { return try await database(at: url) }
        guard let running = RunningUp.read(in: settings.home) else {
            throw CommandError(
                "reva does not run here (home \(settings.home)), and no database is named",
                hints: ["reva up", "--database-url postgresql://user@host/reva, or REVA_DATABASE_URL"],
                code: .unreachable)
        }
        return LocalDeployment(
            description: "reva up on this machine, process \(running.process)", database: running.database,
            binaries: FilePath(running.binaries), environment: running.environment,
            application: LocalApplication(socket: FilePath(running.controlSocket), address: running.address))
    }

    /// The procedures there; what they tell goes to `console`.
    func recovery(_ console: Console) async throws -> Recovery {
        try Recovery(
            deployment: await deployment(), backups: settings.backups, settings: recoverySettings, tell: console.tell)
    }

    private var recoverySettings: Recovery.Settings {
        get throws {
            var recovery = try settings.recovery
            recovery.seal = Seal(keyAt: settings.home.appending("signing.key"))
            return recovery
        }
    }

    /// A database somewhere: asked once, so that a wrong address is told before anything begins.
    private func database(at url: String) async throws -> any Deployment {
        let address = try Address(url)
        let connection = Connection(address.with(database: "postgres"), logger: Logger(label: "reva"))
        try await connection.connect()
        let rows = try await connection.query("SELECT current_setting('server_version_num')::bigint / 10000 AS major")
        let major: Int = try rows[rows.startIndex].decode("major")
        await connection.close()
        let environment = ProcessInfo.processInfo.environment
        let found = settings.postgresBinaries
        let binaries =
            if let found { found } else {
                try await PostgresPrograms.find(
                    forMajor: major, home: FilePath(Settings.standardHome(environment)), searchPath: environment["PATH"]
                )
            }
        return LocalDeployment(
            description: address.redacted, database: address.database ?? "reva",
            binaries: binaries, environment: address.environment, application: nil)
    }
}
