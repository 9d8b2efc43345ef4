#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Subprocess
import SystemPackage

/// The programs of one PostgreSQL on this machine.
package struct PostgresInstallation: Sendable, Hashable, CustomStringConvertible {
    /// Where `postgres`, `initdb`, `pg_dump` and `psql` are.
    package let binFolder: FilePath
    package let version: PostgresVersion
    /// The version of pgvector that `CREATE EXTENSION vector` would install; nil where there is none.
    package let vectorVersion: String?

    package var hasVector: Bool { vectorVersion != nil }

    package func program(_ name: String) -> FilePath { binFolder.appending(name) }

    package var description: String {
        let vector = vectorVersion.map { "with pgvector \($0)" } ?? "without pgvector"
        return "PostgreSQL \(version) \(vector) in \(binFolder)"
    }

    /// Looks at one bin folder: runs its `postgres --version`, and searches pgvector in its share folder.
    package static func inspect(_ binFolder: FilePath) async throws(PostgresServerError) -> PostgresInstallation {
        for name in ["postgres", "initdb"] {
            guard FileManager.default.isExecutableFile(atPath: binFolder.appending(name).string) else {
                throw PostgresServerError(
                    .noInstallation, "\(binFolder) has no program \(name) that can be run",
                    hints: ["name the folder that holds postgres and initdb, such as /usr/lib/postgresql/16/bin"])
            }
        }
        guard let output = await output(of: binFolder.appending("postgres"), "--version"),
            let version = PostgresVersion(programOutput: output)
        else {
            throw PostgresServerError(
                .noInstallation, "\(binFolder.appending("postgres")) does not tell its version",
                hints: ["`\(binFolder.appending("postgres")) --version` shows what is wrong with it"])
        }
        return PostgresInstallation(
            binFolder: binFolder, version: version,
            vectorVersion: await vectorVersion(beside: binFolder, major: version.major))
    }

    private static func vectorVersion(beside binFolder: FilePath, major: Int) async -> String? {
        var shareFolders: [FilePath] = []
        if let output = await output(of: binFolder.appending("pg_config"), "--sharedir") {
            shareFolders.append(FilePath(output))
        }
        // Installations without pg_config, which often comes in a package for developers.
        let parent = binFolder.removingLastComponent()
        shareFolders += [parent.appending("share/postgresql"), parent.appending("share")]
        shareFolders.append(FilePath("/usr/share/postgresql/\(major)"))
        // The first share folder that is really one decides: others belong to other installations.
        let share = shareFolders.first {
            FileManager.default.fileExists(atPath: $0.appending("extension/plpgsql.control").string)
        }
        guard let share,
            let control = FileManager.default.contents(atPath: share.appending("extension/vector.control").string)
        else { return nil }
        return defaultVersion(inControlFile: String(decoding: control, as: UTF8.self))
    }

    /// The `default_version` of an extension's control file, or "unknown" where that line is missing.
    static func defaultVersion(inControlFile text: String) -> String {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ !$0.isWhitespace }) == "default_version" else { continue }
            let value = parts[1].split(separator: "'", omittingEmptySubsequences: false)
            if value.count >= 3, !value[1].isEmpty { return String(value[1]) }
        }
        return "unknown"
    }

    /// What a program prints, without the line's end; nil when it cannot be run or fails.
    private static func output(of program: FilePath, _ argument: String) async -> String? {
        guard FileManager.default.isExecutableFile(atPath: program.string) else { return nil }
        let result = try? await run(
            .path(program), arguments: [argument], environment: .inherit.updating(["LC_ALL": "C"]),
            output: .string(limit: 4096), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        var text = result.standardOutput
        while text.last?.isNewline == true { text.removeLast() }
        return text.isEmpty ? nil : text
    }
}
