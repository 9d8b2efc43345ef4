import Archive
import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("The objectives")
struct ObjectivesTests {
    private static let hour: TimeInterval = 3600
    private static let now = Date(timeIntervalSince1970: 1_773_540_000)

    private static func complaint(point: Double, interval: Double, age: Double) -> String? {
        Objectives(recoveryPoint: point * hour, recoveryTime: 1800, interval: interval * hour)
            .complaint(aboutAge: age * hour, of: "proven one")?.text
    }

    @Test("say at 80 % that a backup is late, and that it is overdue when the objective is missed")
    func early() {
        let late = { Self.complaint(point: 24, interval: 6, age: $0) }
        #expect(late(19) == nil)
        #expect(
            late(19.5)
                == "the backup is late: the newest proven one is 19 hours old, 81 % of what is allowed")
        #expect(late(24.01) == "the backup is overdue: the newest proven one is 24 hours old")
    }

    @Test("give the next backup time to be taken: no alarm three seconds after a day, nor every evening")
    func grace() {
        let daily = { Self.complaint(point: 24, interval: 24, age: $0) }
        #expect(daily(23.9) == nil)
        #expect(daily(24 + 3 / 3600) == nil)
        #expect(daily(25.1) == nil)
        #expect(daily(25.3) == "the backup is overdue: the newest proven one is 25 hours old")
    }

    @Test("put what is overdue first, then what is down, and keep the order otherwise")
    func order() {
        var complaints: [Complaint] = []
        for (topic, urgency) in [
            ("a", .later), ("b", .down), ("c", .degraded), ("d", .overdue), ("e", .down), ("f", .overdue),
        ] as [(String, Complaint.Urgency)] { complaints.put(Complaint(topic, topic, urgency)) }
        #expect(complaints.map(\.topic) == ["d", "f", "b", "e", "c", "a"])
    }

    private static func proof(_ daysAgo: Double, rows: Double, bytes: Int, vectors: Double? = nil) -> Proof {
        var seconds = ["load the rows": rows, "build keys and indexes": 0, "open the backup": 99]
        seconds["build the vector indexes"] = vectors
        return Proof(
            backup: "", state: .proven, reasons: [], provenAt: now - daysAgo * 86400, serverVersion: "", version: "",
            fingerprint: Fingerprint(bytes: 0, sha256: ""), tables: [], objects: 0, databaseBytes: bytes,
            seconds: seconds)
    }

    @Test("the forecast is the measured pace times today's size: the median, and the slowest of twenty")
    func forecast() throws {
        let proofs = (0..<20).map { Self.proof(Double($0), rows: $0 == 7 ? 100 : 10, bytes: 1000, vectors: 20) }
        let forecast = try #require(RecoveryForecast(proofs, bytes: 3000, objective: 1800, at: Self.now))
        #expect(forecast.seconds == 30)
        #expect(forecast.slowSeconds == 30, "one slow run of twenty is none")
        #expect(forecast.completeSeconds == 90)
        #expect(forecast.proofs == 20)
        #expect(forecast.reachesObjectiveInDays == nil, "it does not grow")
        let slow = RecoveryForecast(
            Array(proofs.prefix(10)), bytes: 3000, objective: 1800, at: Self.now)
        #expect(slow?.slowSeconds == 300)
        #expect(RecoveryForecast([], bytes: 3000, objective: 1800, at: Self.now) == nil)
        let measured = RecoveryForecast(
            [Self.proof(0, rows: 10, bytes: 1000)], bytes: nil, objective: 1800, at: Self.now)
        #expect(measured?.seconds == 10)
    }

    @Test("the forecast goes by databases of about today's size, where such were measured")
    func comparable() throws {
        let small = (1..<9).map { Self.proof(Double($0), rows: 1, bytes: 10) }
        let forecast = try #require(
            RecoveryForecast(
                [Self.proof(0, rows: 5, bytes: 1000)] + small, bytes: 1100, objective: 1800, at: Self.now))
        #expect(forecast.seconds == 5.5 && forecast.proofs == 1)
    }

    @Test("the forecast says when growing data will reach the objective")
    func growth() throws {
        // 100 bytes a day more, a hundredth of a second a byte: today 1000 bytes and 10 s, at 1500 bytes 15 s.
        let proofs = (0..<10).map {
            Self.proof(Double($0), rows: Double(1000 - 100 * $0) / 100, bytes: 1000 - 100 * $0)
        }
        let forecast = try #require(RecoveryForecast(proofs, bytes: 1000, objective: 15, at: Self.now))
        #expect(forecast.reachesObjectiveInDays == 5 || forecast.reachesObjectiveInDays == 4)
        #expect(RecoveryForecast(proofs, bytes: 1000, objective: 1e6, at: Self.now)?.reachesObjectiveInDays == nil)
    }

    private static func daily(_ count: Int, bytes: Int) -> [Retention.Candidate] {
        (0..<count).map { .init(name: "\($0)", takenAt: now - Double($0) * 86400, bytes: bytes, isProven: true) }
    }

    @Test("the disk is full when the backups to come have no room beside those that stay")
    func disk() {
        let forecast = { (count: Int, free: Int) in
            DiskForecast(Self.daily(count, bytes: 100), free: free, retention: Retention(), at: Self.now)
        }
        #expect(forecast(5, 950).fullInDays == 10, "nine fit, the tenth does not")
        #expect(forecast(5, 10_000).fullInDays == nil, "thirty days of them fit")
        #expect(forecast(30, 150).fullInDays == nil, "each night the oldest makes room, and one more fits meanwhile")
        #expect(forecast(30, 50).fullInDays == 1, "the room is needed before the oldest goes")
        #expect(forecast(5, 950).backupBytes == 500)
        #expect(DiskForecast([], free: 10, retention: Retention(), at: Self.now).fullInDays == nil)
        #expect(
            DiskForecast(Self.daily(5, bytes: 100), free: nil, retention: Retention(), at: Self.now).fullInDays == nil)
    }

    @Test("the forecast of the disk is what happens, day by day, whatever retention and sizes", arguments: 1...60)
    func diskProperties(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var retention = Retention()
        retention.days = Int.random(in: 1...40, using: &random)
        retention.weekly = Int.random(in: 0...4, using: &random)
        let bytes = Int.random(in: 1...100, using: &random)
        let backups = Self.daily(Int.random(in: 1...40, using: &random), bytes: bytes)
        let free = Int.random(in: 0...6000, using: &random)
        let forecast = DiskForecast(backups, free: free, retention: retention, at: Self.now)
        // The same by hand: each night one more, then retention.
        var standing = backups
        var full: Int?
        for day in 0...DiskForecast.horizon where full == nil {
            let evening = Self.now + Double(day) * 86400
            if day > 0 {
                standing.append(.init(name: "new \(day)", takenAt: evening, bytes: bytes, isProven: true))
            }
            if (standing.count - backups.count) * bytes > free { full = day }
            let removed = retention.decisions(for: standing, at: evening).filter(\.removed).map(\.name)
            standing.removeAll { removed.contains($0.name) }
        }
        #expect(forecast.fullInDays == full, "seed \(seed)")
    }

    @Test("metrics are lines of Prometheus: quoted labels, whole seconds, no line for what is unknown")
    func metrics() throws {
        let folder = try TemporaryFolder()
        var status = Status(
            catalog: Catalog(folder: folder.path),
            objectives: Objectives(recoveryPoint: 86400, recoveryTime: 1800, interval: 86400), retention: Retention(),
            schedule: BackupSchedule(interval: 86400, time: 7200), complaint: "a \"quoted\"\nreason \\", at: Self.now)
        status.written = [.init(table: "public.\"odd\\name\"", live: 3, backup: 10)]
        let lines = status.metrics.split(separator: "\n").map(String.init)
        #expect(lines.contains("reva_status_ok 0"))
        #expect(lines.contains("reva_status_time_seconds 1773540000"))
        #expect(lines.contains("reva_complaint{topic=\"overdue\"} 1"))
        #expect(lines.contains("reva_unsaved_rows{table=\"public.\\\"odd\\\\name\\\"\"} 7"))
        #expect(lines.contains("reva_backup_target_seconds 86400"))
        #expect(!lines.contains { $0.hasPrefix("reva_backup_exposure_seconds ") })
        for line in lines where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: /[a-z_]+(\{[a-z]+="(\\.|[^"\\])*"\})? -?[0-9.e+-]+/) != nil, "\(line)")
        }
        let names = lines.filter { $0.hasPrefix("# TYPE ") }
        #expect(Set(names).count == names.count)
        #expect(status.complaints.map(\.text) == ["there is no backup", "a \"quoted\"\nreason \\"])
        #expect(status.nextBackup == Self.now)
    }
}
