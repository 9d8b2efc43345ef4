import Foundation
import PostgresTesting
import RevaTesting
import SystemPackage

/// A database that stands for production, and the program with a home of its own.
final class Site: Sendable {
    let database: TestDatabase
    let reva: RevaProgram

    init(_ database: TestDatabase = .current) throws {
        self.database = database
        reva = RevaProgram(home: TestFolder.unused(), binaries: database.installation.binFolder)
        try FileManager.default.createDirectory(atPath: reva.home.string, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: reva.home.string) }

    /// Names of what is in the folder of the backups, hidden ones too.
    var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: reva.backups.string)) ?? []).sorted()
    }

    /// What the run at work, or one that did not end well, wrote down.
    var journal: String {
        (try? String(contentsOfFile: reva.backups.appending(".reva.lock").string, encoding: .utf8)) ?? ""
    }

    /// The databases beside this one that bear its name and were not set aside by a restore.
    func scratchDatabases() async throws -> String {
        try await TestDatabase(server: database.server, name: "postgres").psql(
            """
            SELECT datname FROM pg_database
            WHERE starts_with(datname, '\(database.name)_') AND datname NOT LIKE '%\\_before\\_%'
            """)
    }
}
