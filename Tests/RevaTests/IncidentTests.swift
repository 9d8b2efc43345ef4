import Foundation
import PostgresTesting
import RevaTesting
import Testing

@Suite("reva incident", .postgres, .serialized)
struct IncidentTests {
    private struct Entry: Decodable {
        let step: String?
        let outcome: String?
        let text: String
        let lost: [String]
    }

    private struct Shown: Decodable {
        let id: String
        let next: String?
        let begun: String?
        let lead: String
        let entries: [Entry]
    }

    private static let sample = """
        CREATE TABLE schema_migrations (version integer PRIMARY KEY);
        CREATE TABLE memories (text text, created_at timestamptz DEFAULT clock_timestamp());
        INSERT INTO memories VALUES ('kept', clock_timestamp() - interval '2 s');
        """

    private func run(_ site: Site, _ arguments: String...) async throws -> RevaProgram.End {
        try await site.reva.run(["incident"] + arguments + ["--database-url", site.database.url])
    }

    @Test("leads from the opening to a post-mortem, restores on the way, and says what that lost")
    func wholeWay() async throws {
        let site = try Site()
        try await site.database.psql(Self.sample)
        #expect(try await site.reva.run("backup", "--database-url", site.database.url).code == 0)
        try await site.database.psql("UPDATE memories SET text = 'damaged'")
        // The name of a backup says its second: what is written within that second counts as written after it. So what is
        // in the backup is older here, and what is not is newer.
        try await site.database.psql("INSERT INTO memories VALUES ('lost', clock_timestamp() + interval '2 s')")

        let opened = try await run(site, "open", "memories are wrong", "--who", "anna")
        #expect(opened.code == 0, "\(opened.errors)")
        #expect(opened.output.contains("  2  communicate  next"), "\(opened.output)")
        let refused = try await site.reva.run("restore", "latest", "--yes", "--database-url", site.database.url)
        #expect(refused.code == 7)
        #expect(refused.errors.hasPrefix("error: nobody was told of the incident "), "\(refused.errors)")
        #expect(try await site.database.psql("SELECT count(*) FROM memories") == "2")

        let text = try await run(site, "step")
        #expect(text.code == 7 && text.output.contains("Reva is temporarily unavailable: memories are wrong."))
        #expect(try await run(site, "step", "--done", "told everybody").code == 0)
        #expect(try await run(site, "step").output.contains("the database answers"))
        #expect(try await run(site, "step").output.contains("the newest proven backup is reva_"))
        let asked = try await run(site, "step", "--backup", "latest")
        #expect(asked.code == 7, "without a terminal nobody says yes")
        let restored = try await run(site, "step", "restore", "--backup", "latest", "--yes", "--format", "json")
        #expect(restored.code == 0, "\(restored.errors)")
        let entry: Entry = try restored.decoded()
        #expect(entry.outcome == "done")
        #expect(entry.lost.contains { $0.hasPrefix("public.memories: 1 rows of ") }, "\(entry.lost)")
        #expect(try await site.database.psql("SELECT text FROM memories") == "kept")
        #expect(
            try await site.database.psql(
                "SELECT count(*) FROM restore_epochs WHERE backup LIKE 'reva_%' AND gap->'tables' IS NOT NULL") == "1")

        #expect(try await run(site, "step").output.contains("no application belongs to it"))
        #expect(try await run(site, "step").code == 0)
        #expect(try await run(site, "step", "message", "--skip", "no bot here", "--who", "bert").code == 0)
        let closed = try await run(site, "close", "--cause", "a test", "--follow-up", "none", "--who", "bert")
        #expect(closed.code == 0, "\(closed.errors)")
        let listed = try await run(site, "list")
        #expect(listed.output.contains("closed after ") && listed.output.contains("memories are wrong"))
        let id = try #require(listed.output.split(separator: " ").first.map(String.init))
        let report = try await run(site, "show", id, "--report")
        #expect(report.output.contains(", then bert |\n"), "\(report.output)")
        #expect(report.output.contains("- public.memories: 1 rows of "), "\(report.output)")
        let file = site.reva.home.appending("incidents/incident_\(id).md").string
        #expect(try String(contentsOfFile: file, encoding: .utf8) == report.output.dropLast())
        let evidence = try await site.reva.run("evidence", "verify")
        #expect(evidence.code == 0, "\(evidence.output)")
    }

    @Test("killed with -9 at any step of any command is taken up again where it was")
    func killed() async throws {
        let site = try Site()
        try await site.database.psql(Self.sample)
        #expect(try await site.reva.run("backup", "--database-url", site.database.url).code == 0)
        #expect(try await run(site, "open", "a test of crashes").code == 0)
        #expect(try await run(site, "step", "--done", "told").code == 0)

        var killedAt: [String] = []
        for arguments in [["database"], ["backup"], ["restore", "--backup", "latest", "--yes"], ["health"], ["tools"]] {
            let command = ["incident", "step"] + arguments + ["--database-url", site.database.url]
            var number = 1
            while let step = try await site.reva.run(command, killedAtStep: number) {
                killedAt.append(step)
                number += 1
                let shown: Shown = try await run(site, "show", "--format", "json").decoded()
                // A short step may have ended before it was killed.
                #expect(shown.begun == arguments[0] || shown.entries.last?.outcome != nil, "killed at \(step)")
                let text = try await site.database.psql("SELECT text FROM memories")
                #expect(text == "kept", "killed at \(step)")
            }
            let again = try await site.reva.run(command)
            #expect(again.code == 0, "\(arguments): \(again.errors)")
        }
        #expect(killedAt.contains("swap the databases"), "\(killedAt)")
        #expect(killedAt.contains("mark that it is of another time"), "\(killedAt)")
        let shown: Shown = try await run(site, "show", "--format", "json").decoded()
        #expect(shown.next == "message" && shown.begun == nil)
        #expect(try await site.scratchDatabases() == "")
        #expect(site.journal == "")
        #expect(try await run(site, "close", "--cause", "killed", "--unfinished", "a test").code == 0)
    }

    @Test("is led also when the database does not answer at all")
    func databaseGone() async throws {
        let site = try Site()
        let nowhere = "postgresql://postgres@127.0.0.1:1/reva"
        let place = ["--database-url", nowhere]
        let opened = try await site.reva.run(["incident", "open", "nothing answers"] + place)
        #expect(opened.code == 0, "\(opened.errors)")
        #expect(opened.output.contains("down: the database"), "\(opened.output)")
        #expect(try await site.reva.run(["incident", "step", "--done", "told"] + place).code == 0)
        let database = try await site.reva.run(["incident", "step"] + place)
        #expect(database.code == 0 && database.output.contains("the database does not answer"), "\(database.output)")
        let backup = try await site.reva.run(["incident", "step"] + place)
        #expect(backup.code == 4 && backup.output.contains("there is no backup"), "\(backup.output)")
        #expect(try await site.reva.run(["incident", "step", "--skip", "none"] + place).code == 0)
        let restore = try await site.reva.run(["incident", "step", "--yes"] + place)
        #expect(restore.code == 6, "\(restore.errors)")
        let shown = try await site.reva.run("incident", "show")
        #expect(shown.output.contains("  5  restore      failed"), "\(shown.output)")
    }
}
