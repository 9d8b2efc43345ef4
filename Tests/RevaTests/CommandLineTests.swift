import Foundation
import Glibc
import PostgresTesting
import RevaTesting
import Subprocess
import SystemPackage
import Testing

@Suite("The command line", .postgres)
struct CommandLineTests {
    private struct Taken: Decodable {
        struct Table: Decodable, Equatable {
            let name: String
            let rows: Int
            let digest: String
        }
        let name: String
        let path: String
        let bytes: Int
        let state: String
        let tables: [Table]
        let seconds: Double?
        let reasons: [String]
    }

    private static func site() async throws -> (site: Site, place: [String]) {
        let site = try Site()
        try await site.database.psql(
            "CREATE TABLE kept (a integer PRIMARY KEY); INSERT INTO kept SELECT generate_series(1, 50)")
        return (site, ["--database-url", site.database.url])
    }

    @Test("answers in JSON: one object for a backup, an array for the list, states and reasons for the rest")
    func shapes() async throws {
        let (site, place) = try await Self.site()
        let json = place + ["--format", "json"]
        let backup = try await site.reva.run(["backup"] + json)
        #expect(backup.code == 0)
        let taken: Taken = try backup.decoded()
        #expect(taken.state == "proven")
        #expect(taken.tables.map(\.rows) == [50])
        #expect(try taken.bytes == FileManager.default.attributesOfItem(atPath: taken.path)[.size] as? Int)
        #expect((taken.seconds ?? 0) > 0)

        let listed: [Taken] = try await site.reva.run(["list", "--format", "json"]).decoded()
        #expect(listed.map(\.name) == [taken.name])
        #expect(listed.first?.tables == taken.tables)
        let verified: Taken = try await site.reva.run(["verify", taken.name] + json).decoded()
        #expect(verified.state == "proven")
        let all: [Taken] = try await site.reva.run(["verify", "--all"] + json).decoded()
        #expect(all.map(\.state) == ["proven"])

        struct Restored: Decodable {
            let name: String
            let state: String
            let before: String
            let seconds: Double
        }
        let restored: Restored = try await site.reva.run(["restore", "latest", "--yes"] + json).decoded()
        #expect(restored.state == "restored")
        #expect(restored.before.hasPrefix("\(site.database.name)_before_"))

        try Data("SELECT 1;".utf8).write(to: URL(filePath: taken.path))
        let bad = try await site.reva.run(["restore", taken.name, "--yes"] + json)
        #expect(bad.code == 3)
        struct Failed: Decodable {
            let state: String
            let reasons: [String]
        }
        let failed: Failed = try bad.decoded()
        #expect(failed.state == "failed")
        #expect(failed.reasons == ["\(taken.name) is not a gzip file"])
        let none = try await site.reva.run(
            ["undo", "--yes", "--format", "json"] + ["--database-url", "postgresql://x@/y?host=%2Fno"])
        #expect(none.code == 6)
        #expect(try none.decoded(as: Failed.self).state == "failed")
        #expect(try await site.reva.run(["verify", "latest"] + json).code == 3)
    }

    @Test("tells its steps as one JSON object a line on standard error")
    func events() async throws {
        let (site, place) = try await Self.site()
        let backup = try await site.reva.run(["backup"] + place)
        let lines = backup.errors.split(separator: "\n")
        #expect(lines.count > 8)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["event"] is String)
            #expect(object?["time"] is String)
        }
        let ended = backup.events.filter { $0.event == "ended" }
        #expect(ended.compactMap(\.step) == backup.steps)
        #expect(ended.allSatisfy { ($0.seconds ?? -1) >= 0 })
        #expect(backup.output.contains("proven"))
    }

    @Test("ends with the code of what went wrong, one sentence, and what to try")
    func codes() async throws {
        let (site, place) = try await Self.site()
        func expect(
            _ arguments: [String], _ code: Int32, _ errors: String, sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let end = try await site.reva.run(arguments)
            #expect(end.code == code, "\(arguments): \(end.errors)", sourceLocation: sourceLocation)
            let text = end.errors.split(separator: "\n").filter { !$0.hasPrefix("{") }.joined(separator: "\n")
            #expect(text.hasPrefix(errors), "\(text)", sourceLocation: sourceLocation)
            #expect(
                !text.hasPrefix("error") || code == 64 || text.contains("\n  try: "), sourceLocation: sourceLocation)
            #expect(end.output.isEmpty, sourceLocation: sourceLocation)
        }
        let folder = site.reva.backups.string
        try await expect(["restore", "latest", "--yes"] + place, 4, "error: there is no backup in \(folder)")
        try await expect(["verify", "latest"] + place, 4, "error: there is no backup in \(folder)")
        try await expect(["undo", "--yes"] + place, 4, "error: there is no former database to go back to")
        try await expect(
            ["backup"], 6, "error: reva does not run here (home \(site.reva.home)), and no database is named")
        try await expect(["health"], 6, "error: reva does not run here")
        try await expect(["verify"] + place, 64, "Error: name one backup, or say --all")
        try await expect(["restor"], 64, "Error: ")
        #expect(try await site.reva.run(["backup"] + place).code == 0)
        try await expect(["restore", "nonsense", "--yes"] + place, 4, "error: nonsense is not the name of a backup")
        try await expect(
            ["restore", "reva_2001-01-01_000000", "--yes"] + place, 4,
            "error: there is no backup reva_2001-01-01_000000.sql.gz in \(folder)")
        let away = ["--database-url", "postgresql://postgres@/x?host=%2Ftmp%2Freva-test-nobody"]
        try await expect(["backup"] + away, 6, "error: ")
        #expect(try await site.reva.run(["list"]).code == 0)
        #expect(try await site.reva.run(["--help"]).code == 0)
    }

    @Test("does not restore, undo or prune without a yes where nobody can be asked")
    func consent() async throws {
        let (site, place) = try await Self.site()
        #expect(try await site.reva.run(["backup"] + place).code == 0)
        try await site.database.psql("DELETE FROM kept")
        let refused = try await site.reva.run(["restore", "latest"] + place)
        #expect(refused.code == 7)
        #expect(refused.errors.contains("You will lose what was written in the last "))
        #expect(refused.errors.contains("public.kept: 0 rows now, 50 in the backup"))
        #expect(
            refused.errors.hasSuffix(
                "error: this needs a yes, and there is no terminal to ask at\n  try: add --yes\n"
                    + "  try: --dry-run shows what would be done\n"))
        #expect(try await site.database.psql("SELECT count(*) FROM kept") == "0")
    }

    @Test("changes nothing in a dry run, not even a folder or a key")
    func dryRuns() async throws {
        let (site, place) = try await Self.site()
        for command in [["backup"], ["undo"], ["prune"], ["restore", "latest"]] {
            _ = try await site.reva.run(command + ["--dry-run"] + place)
            #expect(!FileManager.default.fileExists(atPath: site.reva.backups.string), "\(command)")
        }
        _ = try await site.reva.run(["status"] + place)
        #expect(!FileManager.default.fileExists(atPath: site.reva.backups.string))

        #expect(try await site.reva.run(["backup"] + place).code == 0)
        #expect(try await site.reva.run(["restore", "latest", "--yes"] + place).code == 0)
        try await site.database.psql("DELETE FROM kept WHERE a > 10")
        let (files, names) = (site.files, try await Self.databases(of: site))
        for command in [["backup"], ["undo"], ["prune"], ["restore", "latest"]] {
            let end = try await site.reva.run(command + ["--dry-run"] + place)
            #expect(end.code == 0, "\(command): \(end.errors)")
            #expect(!end.output.isEmpty)
        }
        #expect(site.files == files)
        #expect(site.journal == "")
        #expect(try await Self.databases(of: site) == names)
        #expect(try await site.database.psql("SELECT count(*) FROM kept") == "10")
    }

    private static func databases(of site: Site) async throws -> String {
        try await TestDatabase(server: site.database.server, name: "postgres").psql(
            "SELECT oid, datname FROM pg_database WHERE starts_with(datname, '\(site.database.name)') ORDER BY 1")
    }

    @Test("never shows a password: not in its words, its files, or the arguments of the programs it starts")
    func secrets() async throws {
        let (site, _) = try await Self.site()
        let secret = "s3cr3t-w0rd"
        let url = site.database.url.replacing("postgres@", with: "postgres:\(secret)@")
        #expect(url.contains(secret))
        // Programs that write down how they were called, and whether they got the password otherwise.
        let folder = site.reva.home.appending("bin")
        let log = site.reva.home.appending("calls.log")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        for name in ["pg_dump", "psql"] {
            let script = """
                #!/bin/sh
                echo "\(name) $* PASSWORD=${PGPASSWORD:+given}" >> "\(log)"
                exec "\(site.database.installation.program(name))" "$@"
                """
            let path = folder.appending(name).string
            try script.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        var program = site.reva
        program.variables["REVA_POSTGRES_BINARIES"] = folder.string
        program.variables["REVA_DATABASE_URL"] = url
        program.variables["REVA_LOG_LEVEL"] = "trace"
        var words = ""
        for command in [
            ["backup"], ["list"], ["status"], ["settings"], ["verify", "latest"], ["restore", "latest", "--dry-run"],
            ["restore", "latest", "--yes"], ["undo", "--yes", "--format", "json"], ["backup", "--dry-run"],
            ["backup", "--database-url", url.replacing("/\(site.database.name)?", with: "/nowhere?")],
            ["backup", "--database-url", url + "&nonsense=\(secret)"],
        ] {
            let end = try await program.run(command)
            words += end.output + end.errors
        }
        #expect(!words.contains(secret))
        let calls = try String(contentsOfFile: log.string, encoding: .utf8)
        #expect(calls.contains("pg_dump --no-password"))
        #expect(calls.split(separator: "\n").allSatisfy { $0.hasSuffix(" PASSWORD=given") })
        #expect(!calls.contains(secret))
        for file in site.files where !file.hasSuffix(".gz") {
            let text = FileManager.default.contents(atPath: site.reva.backups.appending(file).string) ?? Data()
            #expect(text.firstRange(of: Data(secret.utf8)) == nil, "\(file)")
        }
    }

    @Test("does what it was told, and ends as it should, also when nobody reads what it says", arguments: ["1", "2"])
    func nobodyReads(descriptor: String) async throws {
        let site = try Site()
        // Every write to this file fails, as one to a reader that has ended does.
        let line = "exec \"$0\" backup --no-prove --database-url \"$1\" \(descriptor)>/dev/full"
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", line, RevaProgram.path.string, site.database.url],
            environment: site.reva.environment, input: .none, output: .discarded, error: .discarded)
        #expect(result.terminationStatus == .exited(0))
        #expect(site.files.contains { $0.hasSuffix(".sql.gz") })
        #expect(site.journal == "")
    }

    @Test("says who is at work, and since when, to a second one, and cleans up when Ctrl-C ends the first")
    func busyAndInterrupted() async throws {
        let (site, place) = try await Self.site()
        // A table that somebody has locked holds the backup up for as long as the test needs.
        let holding = try await Subprocess.run(
            .path(site.database.installation.program("psql")), arguments: ["-X", "-q"],
            environment: .inherit.updating(
                Dictionary(
                    uniqueKeysWithValues: site.database.environment.map { (Environment.Key(stringLiteral: $0), $1) })),
            input: .inputWriter, output: .sequence, error: .discarded
        ) { execution in
            _ = try await execution.standardInputWriter.write(
                "BEGIN; LOCK kept IN ACCESS EXCLUSIVE MODE; \\echo locked\n")
            for try await _ in execution.standardOutput { break }
            let first = try await Subprocess.run(
                .path(RevaProgram.path), arguments: Arguments(["backup"] + place), environment: site.reva.environment,
                input: .none, output: .discarded, error: .sequence
            ) { backup in
                var text = ""
                var second: RevaProgram.End?
                for try await buffer in backup.standardError {
                    text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                    guard second == nil, text.contains("read the definitions") else { continue }
                    second = try await site.reva.run(["backup"] + place)
                    try backup.send(signal: .interrupt)
                }
                return (text, second)
            }
            try await execution.standardInputWriter.finish()
            return (first.terminationStatus, first.closureResult.0, first.closureResult.1)
        }
        let (status, errors, second) = holding.closureResult
        #expect(status == .exited(130))
        #expect(errors.hasSuffix("error: interrupted; what was begun was cleaned up\n"))
        #expect(second?.code == 5)
        #expect(
            second?.errors.hasPrefix("error: another run is at work in \(site.reva.backups): reva backup, process ")
                == true)
        #expect(second?.errors.contains(", since 20") == true)
        #expect(site.files.filter { $0.hasPrefix("reva_") || $0.hasSuffix(".partial") } == [])
        #expect(site.journal == "")
        let next = try await site.reva.run(["backup"] + place)
        #expect(next.code == 0)
        #expect(next.warnings == [])
    }
}
