import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import PostgresTesting
import RevaTesting
import Synchronization
import SystemPackage
import Testing

@Suite("Status, alarms, the schedule and copies, by the program", .postgres)
struct MonitoringTests {
    private struct Status: Decodable {
        struct Targets: Decodable {
            let recoveryPoint: Double
            let recoveryTime: Double
        }
        struct Part: Decodable {
            let name: String
            let isStateful: Bool
            let needsRestore: Bool
            let remedy: String?
            let isRunning: Bool
        }
        struct Loss: Decodable {
            let table: String
            let live: Int?
            let backup: Int?
        }
        let complaints: [String]
        let targets: Targets
        let components: [Part]
        let exposureSeconds: Double?
        let forecastSeconds: Double?
        let newestProven: String?
        let nextBackup: Date?
        let written: [Loss]?
    }

    /// Takes what is sent to it, and answers as it is told.
    private final class Receiver: Sendable {
        private let state = Mutex<(status: Int, bodies: [(path: String, text: String)])>((200, []))
        var bodies: [(path: String, text: String)] { state.withLock(\.bodies) }
        func answers(_ status: Int) { state.withLock { $0.status = status } }

        func listen(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
            let router = Router()
            let answer: @Sendable (Request, BasicRequestContext) async throws -> Response = { request, _ in
                var request = request
                let text = String(buffer: try await request.collectBody(upTo: 1 << 20))
                let path = request.uri.path
                let status = self.state.withLock { state in
                    state.bodies.append((path, text))
                    return state.status
                }
                return Response(status: .init(code: status))
            }
            router.on("**", method: .get, use: answer)
            router.on("**", method: .post, use: answer)
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            try await Application(router: router, logger: quiet).test(.live) { client in
                try await body("http://127.0.0.1:\(client.port ?? 0)")
            }
        }
    }

    private static func site() async throws -> Site {
        let site = try Site()
        try await site.database.psql(
            "CREATE TABLE kept (a integer PRIMARY KEY); INSERT INTO kept SELECT generate_series(1, 50)")
        try Data("database:\n  url: \(site.database.url)\n".utf8)
            .write(to: URL(filePath: site.reva.home.appending("reva.yaml").string))
        return site
    }

    /// The site's program with settings of its own.
    private static func reva(at site: Site, _ settings: [String: String]) -> RevaProgram {
        var reva = site.reva
        reva.variables.merge(settings) { $1 }
        return reva
    }

    @Test("status says what would be lost by table, when the next backup is due, and the matrix")
    func status() async throws {
        let site = try await Self.site()
        let bare = try await site.reva.run(["status", "--format", "json"])
        #expect(bare.code == 2)
        let before: Status = try bare.decoded()
        #expect(before.complaints == ["there is no backup"])
        #expect(before.exposureSeconds == nil && before.nextBackup != nil)

        #expect(try await site.reva.run(["backup"]).code == 0)
        try await site.database.psql(
            "INSERT INTO kept SELECT generate_series(51, 60); CREATE TABLE later AS SELECT 1 AS a")
        let end = try await site.reva.run(["status", "--format", "json"])
        #expect(end.code == 0, "\(end.output)")
        let status: Status = try end.decoded()
        #expect(status.targets.recoveryPoint == 86400 && status.targets.recoveryTime == 1800)
        #expect(status.written?.map(\.table) == ["public.kept", "public.later"])
        #expect(status.written?.map(\.live) == [60, 1] && status.written?.map(\.backup) == [50, 0])
        #expect((status.forecastSeconds ?? 0) > 0)
        #expect(status.components.map(\.name) == ["postgres"])
        let postgres = try #require(status.components.first)
        #expect(postgres.isStateful && postgres.needsRestore && postgres.isRunning)
        #expect(postgres.remedy == "reva restore latest")

        let text = try await site.reva.run(["status"]).output
        #expect(text.hasPrefix("all is well\n\n  exposure     "), "\(text)")
        #expect(text.contains("\n  since then   kept +10, later +1\n"), "\(text)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
        #expect(!text.contains("\u{1B}"), "no colour where there is no terminal")
    }

    @Test("status answers in metrics, and writes them whole where the collector reads them")
    func metrics() async throws {
        let site = try await Self.site()
        let file = site.reva.home.appending("collector/reva.prom")
        let reva = Self.reva(at: site, ["REVA_METRICS_FILE": file.string])
        let without = try await reva.run(["status", "--format", "prometheus"])
        #expect(without.code == 1 && without.errors.contains("error: the metrics \(file) cannot be written: "))
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        #expect(try await reva.run(["backup"]).code == 0)
        let end = try await reva.run(["status", "--format", "prometheus"])
        #expect(end.code == 0)
        #expect(end.output.contains("\nreva_status_ok 1\n"))
        #expect(end.output.contains("\nreva_backups{state=\"proven\"} 1\n"))
        #expect(try String(contentsOfFile: file.string, encoding: .utf8) == end.output)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: file.removingLastComponent().string) == ["reva.prom"])
        let list = try await reva.run(["list", "--format", "prometheus"])
        #expect(list.code == 64 && list.errors.contains("only reva status answers in metrics"))
    }

    @Test("a backup that fails is told once, its end as well, and a receiver that is away fails no backup")
    func alarms() async throws {
        let receiver = Receiver()
        let site = try await Self.site()
        let secret = site.reva.home.appending("teams.url")
        try await receiver.listen { address in
            try Data("\(address)/teams\n".utf8).write(to: URL(filePath: secret.string))
            let reva = Self.reva(
                at: site, ["REVA_ALARM_TEAMS_URL_FILE": secret.string, "REVA_ALARM_HEARTBEAT_URL": "\(address)/beat"])
            let test = try await reva.run(["alarm", "test"])
            #expect(test.code == 0 && test.output == "teams      it arrived\nheartbeat  it arrived\n", "\(test)")
            let nowhere = ["--database-url", "postgresql://x@/y?host=%2Fno"]
            #expect(try await reva.run(["backup"] + nowhere).code == 6)
            #expect(try await reva.run(["backup"] + nowhere).code == 6)
            #expect(receiver.bodies.map(\.path) == ["/teams", "/beat", "/teams"])
            #expect(receiver.bodies.last?.text.contains("backup failed: ") == true)

            receiver.answers(500)
            let taken = try await reva.run(["backup"])
            #expect(taken.code == 0)
            #expect(
                taken.warnings == [
                    "an alarm was not sent: the Teams workflow answered 500",
                    "an alarm was not sent: the heartbeat's address answered 500",
                ])
            receiver.answers(200)
            #expect(try await reva.run(["status", "--alarm"]).code == 0)
            #expect(try await reva.run(["status", "--alarm"]).code == 0)
            #expect(receiver.bodies.map(\.path) == ["/teams", "/beat", "/teams", "/teams", "/beat", "/teams"])
            #expect(receiver.bodies.last?.text.contains("over: backup failed: ") == true)
        }
        let none = try await site.reva.run(["alarm", "test"])
        #expect(none.code == 1 && none.errors.hasPrefix("error: no receiver of alarms is set\n"))
        let wrong = try await Self.reva(at: site, ["REVA_ALARM_HEARTBEAT_URL": "secret.example/token"]).run(["status"])
        #expect(wrong.errors.contains("error: alarm.heartbeat.url is no address of http or https"))
        #expect(!wrong.errors.contains("token"))
    }

    @Test(
        "settings that make no sense are errors that name their key",
        arguments: [
            ("REVA_BACKUP_LIMIT", "12", "backup.limit is 12 hours and backups are 24 hours apart: that cannot be kept"),
            ("REVA_BACKUP_AT", "25:00", "backup.at is \"25:00\", and must be a time of day in UTC, such as 02:00"),
            ("REVA_COPY_TO", "elsewhere", "\"elsewhere\" is neither a folder's whole path nor a remote of rclone"),
            ("REVA_COPY_REQUIRED", "yes", "copy.required is \"yes\", and must be true or false"),
            ("REVA_ALARM_REPEAT", "0", "alarm.repeat is \"0\", and must be a whole number from 1 to 8760"),
        ])
    func settings(variable: String, value: String, words: String) async throws {
        let end = try await Self.reva(at: Site(), [variable: value]).run(["settings"])
        #expect(end.code == 1 && end.errors.hasPrefix("error: \(words)\n"), "\(end)")
    }

    @Test("a schedule is installed once, shown, and taken out again, and cron's other lines stay")
    func installed() async throws {
        let site = try await Self.site()
        // Cron's own program would change the table of whoever runs the tests; this one keeps it in a file.
        let bin = site.reva.home.appending("bin")
        let table = site.reva.home.appending("table")
        try FileManager.default.createDirectory(atPath: bin.string, withIntermediateDirectories: true)
        let script = "#!/bin/sh\nif [ \"$1\" = -l ]; then cat '\(table)'; else cat >'\(table)'; fi\n"
        try Data(script.utf8).write(to: URL(filePath: bin.appending("crontab").string))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin.appending("crontab").string)
        try Data("0 1 * * * other\n".utf8).write(to: URL(filePath: table.string))
        let reva = Self.reva(at: site, ["PATH": "\(bin):/usr/bin:/bin"])
        #expect(try await reva.run(["schedule", "show"]).code == 2)
        for _ in 1...2 {
            let end = try await reva.run(["schedule", "install", "--with", "cron"])
            #expect(end.code == 0 && end.output.hasPrefix("installed: cron asks every 15 minutes"), "\(end)")
            #expect(end.warnings.contains("REVA_JOBS is set here, and cron will not know it: put it into reva.yaml"))
        }
        let lines = try String(contentsOfFile: table.string, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 4 && lines[0] == "0 1 * * * other")
        let command = "\(RevaProgram.path) schedule run --home \(site.reva.home)"
        #expect(lines[2] == "*/15 * * * * \(command) >>\(site.reva.home)/schedule.log 2>&1")
        let shown = try await reva.run(["schedule", "show"])
        #expect(
            shown.code == 0 && shown.output.contains("\n  due now\n") && shown.output.contains("\n  next  "), "\(shown)"
        )
        #expect(try await reva.run(["schedule", "remove"]).output == "removed from cron\n")
        #expect(try await reva.run(["schedule", "remove"]).output == "nothing was installed\n")
        #expect(try String(contentsOfFile: table.string, encoding: .utf8) == "0 1 * * * other\n")
        let secret = try await reva.run([
            "schedule", "install", "--with", "cron", "--database-url", "postgresql://a:b@c/d",
        ])
        #expect(secret.code == 64 && secret.errors.hasPrefix("error: the database's address would stand where"))
    }

    @Test("schedule run takes a backup when one is due, copies it, and does nothing until the next")
    func scheduled() async throws {
        let site = try await Self.site()
        let there = site.reva.home.appending("there")
        try FileManager.default.createDirectory(atPath: there.string, withIntermediateDirectories: true)
        let reva = Self.reva(at: site, ["REVA_COPY_TO": there.string, "REVA_COPY_REQUIRED": "true"])
        let first = try await reva.run(["schedule", "run"])
        #expect(first.code == 0 && first.output.contains("  proven  "), "\(first)")
        let backups = site.files.filter { $0.hasPrefix("reva_2") }
        #expect(backups.count == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: there.string).sorted() == ["evidence.jsonl"] + backups)
        let second = try await reva.run(["schedule", "run"])
        #expect(second.code == 0 && second.output.isEmpty && second.events.isEmpty, "\(second)")
        #expect(try await reva.run(["status"]).code == 0)

        // A failure is not repeated by the next call, and is told by the exit code once.
        for name in backups { try FileManager.default.removeItem(atPath: site.reva.backups.appending(name).string) }
        let nowhere = ["--database-url", "postgresql://x@/y?host=%2Fno"]
        #expect(try await reva.run(["schedule", "run"] + nowhere).code == 6)
        #expect(try await reva.run(["schedule", "run"] + nowhere).code == 0)
        #expect(site.files.filter { $0.hasPrefix("reva_2") }.isEmpty)
        try FileManager.default.removeItem(atPath: site.reva.backups.appending(".reva.attempts").string)
        #expect(try await reva.run(["schedule", "run"]).code == 0)
        #expect(site.files.filter { $0.hasPrefix("reva_2") }.count == 2)
    }
}
