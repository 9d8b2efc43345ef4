import Foundation
import PostgresTesting
import RevaTesting
import Testing

@Suite("Killed with -9 at any step,", .postgres, .serialized)
struct KillTests {
    private static let sample = """
        CREATE TABLE epoch (name text);
        INSERT INTO epoch VALUES ('old');
        CREATE TABLE schema_migrations (version integer PRIMARY KEY);
        CREATE TABLE numbers AS SELECT i AS id, md5(i::text) AS words FROM generate_series(1, 2000) i;
        ALTER TABLE numbers ADD PRIMARY KEY (id);
        """

    /// What is killed, and what is run after it.
    struct Victim: Sendable, CustomTestStringConvertible {
        let command: String
        let arguments: [String]
        let next: [String]
        /// What production may be meanwhile.
        var epochs = ["new"]
        /// It has this step, and that many at least.
        let reaches: String
        var steps = 7
        var testDescription: String { command }
    }

    private static let anyBackup = ["backup", "--no-prove"]
    private static let victims = [
        Victim(command: "backup", arguments: ["backup"], next: anyBackup, reaches: "read the copy back"),
        Victim(command: "verify", arguments: ["verify", "latest"], next: anyBackup, reaches: "read the copy back"),
        Victim(
            command: "restore", arguments: ["restore", "latest", "--yes"], next: ["restore", "latest", "--yes"],
            epochs: ["old", "new"], reaches: "swap the databases"),
        Victim(
            command: "undo", arguments: ["undo", "--yes"], next: ["undo", "--yes"], epochs: ["old", "new"],
            reaches: "swap the databases", steps: 3),
        Victim(
            command: "prune", arguments: ["prune", "--yes"], next: anyBackup + ["--prune"],
            reaches: "drop former databases", steps: 2),
        Victim(command: "drill", arguments: ["drill"], next: anyBackup, reaches: "read the copy back"),
    ]

    @Test(
        "a run leaves production as it was or as it was to be, and status and list say so; the next cleans up and succeeds",
        arguments: victims)
    func killed(_ victim: Victim) async throws {
        let site = try Site()
        let (reva, database) = (site.reva, site.database)
        let place = ["--database-url", database.url]
        try await database.psql(Self.sample)
        let first = try await reva.run(["backup"] + place)
        #expect(first.code == 0, "\(first.errors)")
        try await database.psql("UPDATE epoch SET name = 'new'")
        if victim.command == "undo" { #expect(try await reva.run(["restore", "latest", "--yes"] + place).code == 0) }

        var steps: [String] = []
        var traces = 0
        while true {
            try await prepare(victim, site)
            let arguments = victim.arguments + place + ["--format", "json"]
            guard let step = try await reva.run(arguments, killedAtStep: steps.count + 1) else { break }
            steps.append(step)
            #expect(victim.epochs.contains(try await database.psql("SELECT name FROM epoch")), "killed at \(step)")
            let hasJournal = !site.journal.isEmpty
            if hasJournal { traces += 1 }
            try await checkWhatIsSaid(of: victim, site, hasJournal, "killed at \(step)")

            let next = try await reva.run(victim.next + place + ["--format", "json"])
            #expect(next.code == 0, "killed at \(step): \(next.errors)")
            let crash = "a run did not end well: reva \(victim.command), process "
            #expect(next.warnings.count { $0.hasPrefix(crash) } == (hasJournal ? 1 : 0), "\(step): \(next.warnings)")
            #expect(next.warnings.allSatisfy { !$0.hasPrefix(crash) || $0.contains(", at the step \"") })
            #expect(site.files.filter { $0.hasSuffix(".partial") } == [], "killed at \(step)")
            #expect(try await site.scratchDatabases() == "", "killed at \(step)")
            #expect(site.journal == "")
            try await checkWhatWasDone(by: victim, site, "killed at \(step)")
        }
        #expect(steps.count >= victim.steps, "\(steps)")
        // The last steps are short: on a busy machine they have ended before they are killed.
        #expect(traces >= steps.count / 2, "\(traces) of \(steps.count)")
        #expect(steps.contains(victim.reaches), "\(steps)")
        let last = try await reva.run(["verify", "latest"] + place)
        #expect(last.code == 0, "\(last.output)\(last.errors)")
    }

    private static let outdated = "reva_2026-01-01_020000.sql.gz"

    /// Makes it so that there is something to do.
    private func prepare(_ victim: Victim, _ site: Site) async throws {
        switch victim.command {
        case "restore": try await site.database.psql("UPDATE epoch SET name = 'new'")
        case "prune":
            let newest = try #require(site.files.last { $0.hasPrefix("reva_2") && $0.hasSuffix(".sql.gz") })
            let path = site.reva.backups
            let file = path.appending(Self.outdated).string
            try? FileManager.default.removeItem(atPath: file)
            try FileManager.default.copyItem(atPath: path.appending(newest).string, toPath: file)
            let maintenance = TestDatabase(server: site.database.server, name: "postgres")
            let copy = "\(site.database.name)_before_20260101_020000"
            try await maintenance.psql("DROP DATABASE IF EXISTS \(copy)")
            try await maintenance.psql("CREATE DATABASE \(copy)")
        default: break
        }
    }

    private struct Listed: Decodable {
        let name: String
        let state: String
    }

    private struct Stand: Decodable {
        let complaints: [String]
        let newestProven: String?
        let running: String?
    }

    /// Between the runs: no bad backup, the newest proven one by its name, and the crash where it left something.
    private func checkWhatIsSaid(of victim: Victim, _ site: Site, _ hasJournal: Bool, _ place: String) async throws {
        let listed: [Listed] = try await site.reva.run("list", "--format", "json").decoded()
        #expect(listed.allSatisfy { $0.state != "failed" }, "\(place): \(listed)")
        let stand: Stand = try await site.reva.run(
            "status", "--database-url", site.database.url, "--format", "json"
        ).decoded()
        #expect(
            stand.newestProven == listed.first { $0.state == "proven" }?.name && stand.newestProven != nil, "\(place)")
        #expect(stand.running == nil, "\(place)")
        let crash = "a run did not end well: reva \(victim.command), process "
        #expect(stand.complaints.contains { $0.hasPrefix(crash) } == hasJournal, "\(place): \(stand)")
    }

    private func checkWhatWasDone(by victim: Victim, _ site: Site, _ place: String) async throws {
        let former = try await TestDatabase(server: site.database.server, name: "postgres").psql(
            "SELECT datname FROM pg_database WHERE starts_with(datname, '\(site.database.name)_before_')")
        let epoch = try await site.database.psql("SELECT name FROM epoch")
        switch victim.command {
        case "restore": #expect(epoch == "old", "\(place)")
        case "undo":
            // There is one former database, and it is what the live one is not.
            let other = try await TestDatabase(server: site.database.server, name: former).psql(
                "SELECT name FROM epoch")
            #expect([epoch, other].sorted() == ["new", "old"], "\(place)")
        case "prune": #expect(former == "" && !site.files.contains(Self.outdated), "\(place)")
        default: break
        }
    }
}
