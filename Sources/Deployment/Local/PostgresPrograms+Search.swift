import Foundation
import Subprocess
import SystemPackage

extension PostgresPrograms {
    /// Finds the folder whose pg_dump and psql fit a server: those of its own major version, else of the next newer one,
    /// for an older pg_dump refuses a newer server.
    /// - Parameters:
    ///   - home: our own folder, whose `postgres/*/bin` may hold an embedded PostgreSQL.
    ///   - searchPath: the value of `PATH`.
    package static func find(
        forMajor major: Int, home: FilePath, searchPath: String?
    ) async throws(PostgresServerError) -> FilePath {
        let folders =
            PostgresInstallation.customaryInstallations + PostgresInstallation.expand(home.appending("postgres/*/bin"))
            + (searchPath ?? "").split(separator: ":").map { FilePath(String($0)) }
        var best: (folder: FilePath, version: PostgresVersion)?
        for folder in folders {
            guard let version = await version(in: folder), version.major >= major else { continue }
            if best.map({ version.major < $0.version.major }) ?? true { best = (folder, version) }
        }
        guard let best else {
            throw PostgresServerError(
                .noInstallation, "the server is PostgreSQL \(major), and no pg_dump of that version or newer is here",
                hints: [
                    "install its client programs (on Debian and Ubuntu the package postgresql-client-\(major))",
                    "or name the folder that holds them: postgres.binaries in reva.yaml, REVA_POSTGRES_BINARIES",
                ])
        }
        return best.folder
    }

    private static func version(in folder: FilePath) async -> PostgresVersion? {
        let programs = ["pg_dump", "psql"].map { folder.appending($0) }
        guard programs.allSatisfy({ FileManager.default.isExecutableFile(atPath: $0.string) }) else { return nil }
        let result = try? await Subprocess.run(
            .path(programs[0]), arguments: ["--version"], output: .string(limit: 4096), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return PostgresVersion(programOutput: result.standardOutput)
    }
}
