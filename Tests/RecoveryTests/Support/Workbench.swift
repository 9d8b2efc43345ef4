import Archive
import Deployment
import Foundation
import Glibc
import PostgresTesting
import Recovery
import Subprocess
import SystemPackage

/// A database that stands for production, a folder of backups, and what the procedures told.
struct Workbench: Sendable {
    let database: TestDatabase
    let folder: TemporaryFolder
    let events = EventLog()

    init(_ database: TestDatabase = .current) throws {
        // As the program does: one that ends while it is written to is an error of that write.
        signal(SIGPIPE, SIG_IGN)
        self.database = database
        folder = try TemporaryFolder()
    }

    var deployment: LocalDeployment { deployment() }

    /// - Parameter binaries: where pg_dump and psql are, instead of the installation's own.
    func deployment(
        binaries: FilePath? = nil, name: String? = nil, environment: [String: String] = [:]
    ) -> LocalDeployment {
        LocalDeployment(
            description: "a test's database", database: name ?? database.name,
            binaries: binaries ?? database.installation.binFolder,
            environment: database.environment.merging(environment) { $1 }, application: nil)
    }

    func recovery(_ deployment: (any Deployment)? = nil, jobs: Int = 2) -> Recovery {
        var settings = Recovery.Settings()
        settings.jobs = jobs
        settings.maintenanceMemory = 64
        settings.startLimit = .milliseconds(500)
        return Recovery(
            deployment: deployment ?? self.deployment, backups: folder.path, settings: settings, tell: events.tell)
    }

    /// Loads a sample of Tests/RecoveryTests/Samples.
    func load(_ sample: String) async throws {
        let url = Bundle.module.bundleURL.appending(path: "Samples/\(sample).sql")
        try await database.psql(String(contentsOf: url, encoding: .utf8))
    }

    /// The whole database in pg_dump's words, without what differs from run to run.
    func dump(of name: String? = nil) async throws -> String {
        let text = try await Shell.run(
            database.installation.program("pg_dump"), ["--no-password", name ?? database.name], database.environment)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("\\restrict ") && !$0.hasPrefix("\\unrestrict ") }.joined(separator: "\n")
    }

    /// What belongs to a database rather than to what is in it: owner, rights, settings, limits, comment.
    func belongings() async throws -> String {
        try await database.psql(
            """
            SELECT pg_get_userbyid(datdba), datconnlimit, shobj_description(oid, 'pg_database'), encoding, datcollate,
                (SELECT string_agg(acl::text, ' ' ORDER BY acl::text) FROM unnest(datacl) acl),
                (SELECT string_agg(format('%s: %s', setrole::regrole, setconfig), ' ' ORDER BY setrole)
                    FROM pg_db_role_setting WHERE setdatabase = d.oid)
            FROM pg_database d WHERE datname = current_database()
            """)
    }

    /// The databases that this one's runs made and have not dropped, with and without those a restore set aside.
    func others(setAside: Bool = false) async throws -> [String] {
        let names = try await maintenance(
            "SELECT datname FROM pg_database WHERE starts_with(datname, '\(database.name)_') ORDER BY 1")
        return names.split(separator: "\n").map(String.init).filter { setAside || !$0.contains("_before_") }
    }

    /// Runs SQL beside the database rather than in it.
    @discardableResult
    func maintenance(_ sql: String) async throws -> String {
        try await TestDatabase(server: database.server, name: "postgres").psql(sql)
    }

    /// What lies in the folder and is no backup, no link to one, no proof and no empty journal: nothing, after a run that ended.
    var remains: [String] {
        folder.names.filter { $0 != Catalog.latest }.filter { name in
            if name == ".reva.lock" { return (try? folder.data(name).isEmpty) != true }
            return BackupName(name.replacing(".proof.json", with: "")) == nil
        }
    }

    /// Drops what restores set aside; the database itself is the trait's.
    func tidy() async throws {
        for name in try await others(setAside: true) {
            try await maintenance("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")
        }
    }
}
