import Foundation
import PostgresTesting
import RevaTesting
import Testing

@Suite("reva drill, evidence and key", .postgres, .serialized)
struct DrillCommandTests {
    private struct Report: Decodable {
        struct Check: Decodable {
            let name: String
            let state: String
            let account: String
        }
        let name: String
        let passed: Bool
        let checks: [Check]
    }

    private struct Record: Decodable {
        let number: Int
        let what: String
        let outcome: String
    }

    @Test("a drill starts a second Reva on the copy, passes, and its evidence is checked with the public key alone")
    func drill() async throws {
        let site = try Site()
        let (reva, database) = (site.reva, site.database)
        try await database.psql(
            "CREATE TABLE numbers AS SELECT i AS id, md5(i::text) AS words FROM generate_series(1, 200) i")
        let first = try await reva.run("drill", "--database-url", database.url, "--format", "json")
        // Nothing was protected before it.
        #expect(first.code == 11, "\(first.output)\(first.errors)")
        let second = try await reva.run("drill", "--database-url", database.url, "--format", "json")
        #expect(second.code == 0, "\(second.output)\(second.errors)")
        let report: Report = try second.decoded()
        #expect(report.passed)
        for check in ["Reva starts on the copy", "it answers a message"] {
            #expect(report.checks.first { $0.name == check }?.state == "passed", "\(report.checks)")
        }
        #expect(try await site.scratchDatabases() == "")
        #expect(try await database.psql("SELECT to_regclass('conversations') IS NULL") == "t")

        let page = try await reva.run("drill", "report", "--as", "html")
        #expect(
            page.code == 0 && page.output.hasPrefix("<!doctype html>") && page.output.contains(report.name.suffix(6)))
        let text = try await reva.run("drill", "report", report.name)
        #expect(text.output.contains("**Passed**"))
        #expect(try await reva.run("drill", "list").output.contains(report.name))
        #expect(try await reva.run("drill", "report", "drill_none").code == 1)

        let records: [Record] = try await reva.run("evidence", "list", "--format", "json").decoded()
        #expect(records.map(\.what) == ["drill", "drill"])
        #expect(records.map(\.outcome) == ["done", "failed"])
        try await checkEvidence(of: site)
    }

    @Test("a drill on a server of its own touches production's only to read it, and the server is gone")
    func ownServer() async throws {
        let site = try Site()
        let (reva, database) = (site.reva, site.database)
        try await database.psql("CREATE TABLE numbers AS SELECT i AS id FROM generate_series(1, 200) i")
        let first = try await reva.run("backup", "--database-url", database.url)
        #expect(first.code == 0, "\(first.errors)")
        let end = try await reva.run(
            "drill", "--on", "server", "--database-url", database.url, "--format", "json")
        #expect(end.code == 0, "\(end.output)\(end.errors)")
        #expect(end.steps.contains("start a server for the copy"))
        #expect(try await site.scratchDatabases() == "")
        #expect(site.journal == "")
        let left = try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory())
        #expect(left.filter { $0.hasPrefix("reva-drill-server-") } == [])
    }

    private func checkEvidence(of site: Site) async throws {
        let reva = site.reva
        let (log, key) = (reva.home.appending("copy.jsonl"), reva.home.appending("reva.pub"))
        try await reva.run("evidence", "export").output.write(toFile: log.string, atomically: true, encoding: .utf8)
        try await reva.run("key", "export").output.write(toFile: key.string, atomically: true, encoding: .utf8)
        let stranger = RevaProgram(home: TestFolder.unused(), variables: ["PATH": "/usr/bin:/bin"])
        let good = try await stranger.run("evidence", "verify", log.string, "--key", key.string)
        #expect(good.code == 0, "\(good.output)\(good.errors)")
        #expect(good.output.hasPrefix("2 records, as they were written"))
        let changed = try String(contentsOfFile: log.string, encoding: .utf8)
            .replacing("\"outcome\":\"failed\"", with: "\"outcome\":\"done\"")
        try changed.write(toFile: log.string, atomically: true, encoding: .utf8)
        let bad = try await stranger.run("evidence", "verify", log.string, "--key", key.string)
        #expect(bad.code == 10)
        #expect(bad.output.hasPrefix("! line 1: the line was changed: its signature does not fit"))
        #expect(try await reva.run("evidence", "verify").code == 0)

        let new = try await reva.run("key", "new", "--yes")
        #expect(new.code == 0, "\(new.errors)")
        #expect(try await reva.run("evidence", "verify").code == 0)
        #expect(try await reva.run("list").output.contains("proven"))
        #expect(try await reva.run("key", "show").output.contains("(trusted)"))
    }
}
