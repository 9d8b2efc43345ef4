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

    private struct Listed: Decodable {
        let name: String
        let state: String
    }

    @Test(
        "a run leaves production as it was or as it was to be; the next says what it found, cleans up, and succeeds",
        arguments: ["backup", "verify", "restore", "drill"])
    func killed(_ command: String) async throws {
        let site = try Site()
        let (reva, database) = (site.reva, site.database)
        try await database.psql(Self.sample)
        let place = ["--database-url", database.url, "--format", "json"]
        let first = try await reva.run("backup", "--database-url", database.url)
        #expect(first.code == 0, "\(first.errors)")
        try await database.psql("UPDATE epoch SET name = 'new'")

        let arguments = [
            "backup": ["backup"], "verify": ["verify", "latest"], "restore": ["restore", "latest", "--yes"],
            "drill": ["drill"],
        ]
        var steps: [String] = []
        var traces = 0
        while let step = try await reva.run(
            #require(arguments[command]) + place, killedAtStep: steps.count + 1)
        {
            steps.append(step)
            let epoch = try await database.psql("SELECT name FROM epoch")
            #expect(command == "restore" ? ["old", "new"].contains(epoch) : epoch == "new", "killed at \(step)")
            let listed: [Listed] = try await reva.run("list", "--format", "json").decoded()
            #expect(listed.allSatisfy { $0.state != "failed" }, "killed at \(step): \(listed)")
            let hasJournal = !site.journal.isEmpty
            if hasJournal { traces += 1 }

            let next =
                command == "restore"
                ? try await reva.run("restore", "latest", "--yes", "--database-url", database.url)
                : try await reva.run("backup", "--no-prove", "--database-url", database.url)
            #expect(next.code == 0, "killed at \(step): \(next.errors)")
            if hasJournal {
                let warning = try #require(next.warnings.first, "killed at \(step)")
                #expect(warning.hasPrefix("a run did not end well: reva \(command), process "))
                #expect(warning.contains(", at the step \""))
            }
            #expect(site.files.filter { $0.hasSuffix(".partial") } == [], "killed at \(step)")
            #expect(try await site.scratchDatabases() == "", "killed at \(step)")
            #expect(site.journal == "")
            if command == "restore" {
                #expect(try await database.psql("SELECT name FROM epoch") == "old")
                try await database.psql("UPDATE epoch SET name = 'new'")
            }
        }
        #expect(steps.count >= 7, "\(steps)")
        // The last steps are short: on a busy machine they have ended before they are killed.
        #expect(traces > steps.count / 2, "\(traces) of \(steps.count)")
        #expect(steps.contains(command == "restore" ? "swap the databases" : "read the copy back"))
        let last = try await reva.run("verify", "latest", "--database-url", database.url)
        #expect(last.code == 0, "\(last.output)\(last.errors)")
    }
}
