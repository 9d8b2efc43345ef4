import Foundation
import RevaTesting
import Testing

/// bin/backup-db.sh as cron runs it, with programs of the test's own around it.
@Suite struct BackupScriptTests {
    // MARK: With the program

    private static let recorder = """
        #!/bin/bash
        [ "$1" != --version ] || exit 0
        { pwd; printf '%s\\n' "$@"; env | grep -E '^(REVA_|DOCKER_)' | sort; } >called.txt
        mkdir -p "$5"; touch "$5/reva_2026-03-15_020000.sql.gz"
        exit ${CODE:-0}
        """

    @Test("hands over to the program beside it, from any folder and with no environment at all")
    func program() async throws {
        var site = try BackupSite()
        try site.folder.write("bin/reva", Self.recorder, mode: 0o755)
        site.variables = [:]
        let end = try await site.run("--no-prove")
        #expect(end.code == 0, "\(end.errors)")
        let called = try site.folder.text("called.txt").split(separator: "\n").map(String.init)
        #expect(
            called == [
                site.folder.path, "backup", "--deployment", "compose", "--backups", "\(site.folder.path)/backups",
                "--prune", "--no-prove",
            ])
    }

    @Test("takes the program from PATH where there is none beside it")
    func programInPath() async throws {
        let site = try BackupSite()
        try site.folder.write("fake/reva", Self.recorder, mode: 0o755)
        #expect(try await site.run().code == 0)
        #expect(try site.folder.text("called.txt").hasPrefix("\(site.folder.path)\nbackup\n"))
    }

    @Test("ends as the program ends, and makes no plain dump in its place", arguments: [1, 3, 5, 6, 8] as [Int32])
    func programFails(code: Int32) async throws {
        var site = try BackupSite()
        try site.docker()
        try site.folder.write("bin/reva", Self.recorder, mode: 0o755)
        site.variables["CODE"] = "\(code)"
        #expect(try await site.run().code == code)
        #expect(!site.folder.names().contains("docker.log"))
        // A backup whose proof failed is not what the name for the newest leads to.
        #expect(site.others.isEmpty)
    }

    @Test("reva_LATEST.sql.gz leads to the newest backup")
    func latest() async throws {
        let site = try BackupSite()
        try site.folder.write("bin/reva", Self.recorder, mode: 0o755)
        _ = try await site.run()
        let link = "\(site.folder.path)/backups/reva_LATEST.sql.gz"
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "reva_2026-03-15_020000.sql.gz")
        #expect(site.others == ["reva_LATEST.sql.gz"])
    }

    @Test("gives the settings of .env to the program, and the environment goes before them")
    func settings() async throws {
        var site = try BackupSite()
        try site.folder.write("bin/reva", Self.recorder, mode: 0o755)
        try site.folder.write(
            ".env",
            """
            # REVA_A=comment
            REVA_B=plain
            REVA_C="in quotes"
            REVA_D='single # no comment'
            REVA_E=value   # comment
            REVA_F=${REVA_B:+worked out}
            REVA_G=
            REVA_H=file
            PATH=/nowhere
            DOCKER_HOST=unix:///nowhere.sock
            not a line
            REVA_Z=a=b\r
            """)
        site.variables["REVA_H"] = "environment"
        let end = try await site.run()
        #expect(end.code == 0, "\(end.errors)")
        let called = try site.folder.text("called.txt").split(separator: "\n").dropFirst(7).map(String.init)
        #expect(
            called == [
                "DOCKER_HOST=unix:///nowhere.sock", "REVA_B=plain", "REVA_C=in quotes",
                "REVA_D=single # no comment", "REVA_E=value", "REVA_H=environment", "REVA_Z=a=b",
            ])
    }

    // MARK: Without it

    @Test("makes a whole dump under its final name, for its owner alone")
    func plainDump() async throws {
        let site = try BackupSite.plain()
        let end = try await site.run()
        #expect(end.code == 0, "\(end.errors)")
        let name = try #require(site.backups.first)
        #expect(site.backups.count == 1 && site.others == ["reva_LATEST.sql.gz"])
        #expect(end.output.hasPrefix("\(site.folder.path)/backups/\(name): "))
        #expect(end.errors.contains("warning: \(site.folder.path)/bin/reva does not run on this machine"))
        #expect(end.errors.contains("warning: reva is not here; this is a plain dump that nobody has restored yet"))
        #expect(try site.folder.mode("backups/\(name)") == 0o600)
        let text = try await Shell.run("/usr/bin/gunzip", ["-c", "\(site.folder.path)/backups/\(name)"])
        #expect(text.output == BackupSite.dump)
        #expect(
            try site.folder.text("docker.log") == """
                inspect --format {{.State.Running}} reva-postgres
                exec reva-postgres pg_dump -U postgres --clean --if-exists reva

                """)
    }

    @Test("asks the container that .env names")
    func container() async throws {
        let site = try BackupSite.plain()
        try site.folder.write(".env", "REVA_POSTGRES_CONTAINER=other\n")
        #expect(try await site.run().code == 0)
        #expect(try site.folder.text("docker.log").contains("exec other pg_dump "))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let what: String
        var dump = "cat dump.sql"
        var isRunning = true
        var gzip: String?
        let code: Int32
        let error: String
        var testDescription: String { what }
    }

    static let faults = [
        Fault(
            what: "pg_dump fails at once", dump: "exit 1", code: 1,
            error: "error: pg_dump in reva-postgres ended with status 1; there is no new backup"),
        Fault(
            what: "pg_dump fails at the very end", dump: "cat dump.sql; exit 3", code: 1,
            error: "error: pg_dump in reva-postgres ended with status 3; there is no new backup"),
        Fault(
            what: "the dump ends early and everybody says that all is well", dump: "head -c 60 dump.sql", code: 1,
            error: "error: the dump ends before its end marker; there is no new backup"),
        Fault(
            what: "there is no text at all", dump: ":", code: 1,
            error: "error: the dump ends before its end marker; there is no new backup"),
        Fault(
            what: "the end marker is data, and much follows it", dump: "cat dump.sql; seq 100", code: 1,
            error: "error: the dump ends before its end marker; there is no new backup"),
        Fault(
            what: "the disk is full", gzip: "head -c 20 >/dev/null; exit 1", code: 8,
            error: "error: gzip ended with status 1 in "),
        Fault(
            what: "gzip writes nonsense and says that all is well", gzip: "cat >/dev/null; echo nonsense", code: 1,
            error: "error: the dump ends before its end marker; there is no new backup"),
        Fault(
            what: "the container is down", isRunning: false, code: 6,
            error: "error: the container reva-postgres does not run\n  try: docker compose up -d postgres"),
        Fault(what: "it is told to end", dump: "kill -TERM $PPID; cat dump.sql", code: 143, error: "plain dump"),
    ]

    @Test("leaves nothing new and everything old when it fails, and succeeds the next time", arguments: faults)
    func failures(fault: Fault) async throws {
        let site = try BackupSite.plain()
        let old = try [site.add(daysAgo: 1), site.add(daysAgo: 40)]
        try site.docker(isRunning: fault.isRunning, fault.dump)
        if let gzip = fault.gzip { try site.folder.write("fake/gzip", "#!/bin/bash\n\(gzip)\n", mode: 0o755) }
        let end = try await site.run()
        #expect(end.code == fault.code, "\(end.errors)")
        #expect(end.errors.contains(fault.error), "\(end.errors)")
        #expect(site.backups == old.sorted())
        #expect(site.others.isEmpty)

        try site.docker()
        if fault.gzip != nil { try FileManager.default.removeItem(atPath: "\(site.folder.path)/fake/gzip") }
        #expect(try await site.run().code == 0)
        #expect(site.backups.count == 2, "the new one came, the one of 40 days ago went")
    }

    @Test("what a crash left is never taken for a backup, and is removed after a day")
    func crashed() async throws {
        let site = try BackupSite.plain()
        try site.docker("kill -KILL $PPID; cat dump.sql")
        #expect(try await site.run().code == nil)
        #expect(site.backups.isEmpty && site.others.count == 1)
        // Of another second than the next run, which would write it anew.
        let left = ".\(BackupSite.name(daysAgo: 0.5)).partial"
        let place = "\(site.folder.path)/backups/"
        try FileManager.default.moveItem(atPath: place + #require(site.others.first), toPath: place + left)
        try site.docker()
        #expect(try await site.run().code == 0)
        #expect(site.others == [left, "reva_LATEST.sql.gz"], "it might be at work still")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -2 * 86400)], ofItemAtPath: place + left)
        try FileManager.default.removeItem(atPath: place + #require(site.backups.first))
        #expect(try await site.run().code == 0)
        #expect(site.others == ["reva_LATEST.sql.gz"])
    }

    @Test("a second one at the same time does nothing and says so")
    func lock() async throws {
        let site = try BackupSite.plain()
        try FileManager.default.createDirectory(
            atPath: "\(site.folder.path)/backups", withIntermediateDirectories: false)
        let end = try await Shell.run(
            "/usr/bin/flock",
            ["\(site.folder.path)/backups/.backup-db.lock", "\(site.folder.path)/bin/backup-db.sh"],
            variables: site.variables, in: "/")
        #expect(end.code == 5)
        #expect(end.errors.contains("error: another backup-db.sh is at work in \(site.folder.path)/backups"))
        #expect(site.backups.isEmpty)
        #expect(try await site.run().code == 0)
    }

    @Test("a folder that cannot be written is said to be so")
    func unwritable() async throws {
        var site = try BackupSite.plain()
        site.variables["REVA_BACKUPS"] = "/proc/backups"
        let end = try await site.run()
        #expect(end.code == 1)
        #expect(end.errors.contains("error: the folder /proc/backups cannot be made"))
    }

    // MARK: Retention of the plain dumps

    @Test("removes what is older than 30 days with its proof, and nothing that is not a backup")
    func retention() async throws {
        let site = try BackupSite.plain()
        let removed = try [site.add(daysAgo: 30.1), site.add(daysAgo: 60, proof: "failed"), site.add(daysAgo: 400)]
        let kept = try [site.add(daysAgo: 29.9), site.add(daysAgo: 1)]
        try site.folder.write("backups/reva_old.sql.gz", "")
        try site.folder.write("backups/notes.txt", "")
        let end = try await site.run()
        #expect(end.code == 0, "\(end.errors)")
        #expect(Set(site.backups).isSuperset(of: kept) && site.backups.count == 3)
        #expect(site.others == ["notes.txt", "reva_LATEST.sql.gz", "reva_old.sql.gz"])
        for name in removed { #expect(end.output.contains("removed \(name): older than 30 days")) }
    }

    @Test("keeps the newest that is proven, however old it is")
    func newestProven() async throws {
        let site = try BackupSite.plain()
        let proven = try site.add(daysAgo: 90, proof: "proven")
        _ = try (site.add(daysAgo: 120, proof: "proven"), site.add(daysAgo: 60), site.add(daysAgo: 1))
        #expect(try await site.run().code == 0)
        #expect(site.backups.first == proven && site.backups.count == 3)
    }

    @Test("removes nothing when backups had stopped, or the clock was wrong")
    func stopped() async throws {
        let site = try BackupSite.plain()
        let old = try [site.add(daysAgo: 100), site.add(daysAgo: 40)]
        let end = try await site.run()
        #expect(end.code == 0)
        #expect(end.errors.contains("note: the backup before this one is \(old[1]); nothing is removed"))
        #expect(site.backups.count == 3)
    }

    @Test("leaves rules to the program that only it knows")
    func otherRules() async throws {
        let site = try BackupSite.plain()
        _ = try (site.add(daysAgo: 100), site.add(daysAgo: 1))
        try site.folder.write(".env", "REVA_RETENTION_WEEKLY=10\n")
        let end = try await site.run()
        #expect(end.code == 0)
        #expect(end.errors.contains("note: REVA_RETENTION_WEEKLY is for reva to decide by; nothing is removed"))
        #expect(site.backups.count == 3)
    }

    @Test("a number of days that is none removes nothing", arguments: ["-1", "thirty", "1e3", "99999999"])
    func badDays(days: String) async throws {
        var site = try BackupSite.plain()
        _ = try (site.add(daysAgo: 100), site.add(daysAgo: 1))
        site.variables["REVA_RETENTION_DAYS"] = days
        let end = try await site.run()
        #expect(end.code == 1)
        #expect(end.errors.contains("error: REVA_RETENTION_DAYS is \"\(days)\", and must be a whole number"))
        #expect(site.backups.count == 3)
    }
}
