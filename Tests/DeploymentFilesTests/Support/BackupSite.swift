import Foundation
import RevaTesting

/// A deployment folder with bin/backup-db.sh in it, and programs that stand in for docker, gzip and reva.
struct BackupSite {
    let folder: TemporaryFolder
    var variables: [String: String] = [:]

    static let dump = """
        --
        -- PostgreSQL database dump
        --

        \\restrict key
        CREATE TABLE conversations (id bigint);

        --
        -- PostgreSQL database dump complete
        --

        \\unrestrict key


        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("bin/backup-db.sh", Project.text("bin/backup-db.sh"), mode: 0o755)
        variables["PATH"] = "\(folder.path)/fake:/usr/bin:/bin"
    }

    /// Without `reva`, also on a machine that has one installed: what is here does not run.
    static func plain() throws -> BackupSite {
        let site = try BackupSite()
        try site.folder.write("bin/reva", "#!/bin/sh\nexit 127\n", mode: 0o755)
        try site.docker()
        return site
    }

    /// Puts a docker in place whose pg_dump runs these lines of shell instead.
    func docker(isRunning: Bool = true, _ lines: String = "cat dump.sql") throws {
        try folder.write("dump.sql", Self.dump)
        try folder.write(
            "fake/docker",
            """
            #!/bin/bash
            echo "$*" >>docker.log
            if [ "$1" = inspect ]; then echo \(isRunning); exit; fi
            \(lines)
            """, mode: 0o755)
    }

    /// As cron does: from a folder that has nothing to do with it.
    func run(_ arguments: String...) async throws -> Shell.End {
        try await Shell.run("\(folder.path)/bin/backup-db.sh", arguments, variables: variables, in: "/")
    }

    /// The backups by name, oldest first; no link, no hidden file.
    var backups: [String] {
        folder.names(in: "backups").filter { $0.wholeMatch(of: /reva_[0-9-]{10}_[0-9]{6}\.sql\.gz/) != nil }
    }

    /// Everything else that is in the folder of backups.
    var others: [String] {
        folder.names(in: "backups").filter { !backups.contains($0) && $0 != ".backup-db.lock" }
    }

    static func name(daysAgo days: Double) -> String {
        var seconds = time_t(Date().timeIntervalSince1970 - days * 86400)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int32, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))"
        let time = padded(parts.tm_hour, 2) + padded(parts.tm_min, 2) + padded(parts.tm_sec, 2)
        return "reva_\(date)_\(time).sql.gz"
    }

    /// Puts a backup there that was taken so many days ago.
    /// - Parameter state: of its proof; nil means that it has none.
    func add(daysAgo days: Double, proof state: String? = nil) throws -> String {
        let name = Self.name(daysAgo: days)
        try folder.write("backups/\(name)", "content")
        if let state { try folder.write("backups/\(name).proof.json", "{\n  \"state\" : \"\(state)\"\n}") }
        return name
    }
}
