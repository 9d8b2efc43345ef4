import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("Retention")
struct RetentionTests {
    private static let now = Date(timeIntervalSince1970: 1_773_540_000)  // 2026-03-15 02:00 UTC
    private static let day: TimeInterval = 86400

    private static func backup(_ daysAgo: Double, proven: Bool = true, bytes: Int = 100) -> Retention.Candidate {
        let taken = now - daysAgo * day
        return .init(name: "backup of \(daysAgo)", takenAt: taken, bytes: bytes, isProven: proven)
    }

    private static func removed(_ retention: Retention, _ backups: [Retention.Candidate]) -> [String] {
        retention.decisions(for: backups, at: now).filter(\.removed).map(\.name)
    }

    @Test("removes what is older than its days and says why of each, newest first")
    func days() {
        let decisions = Retention().decisions(for: [31, 0.5, 29.9, 30].map { Self.backup($0) }, at: Self.now)
        #expect(decisions.map(\.name) == ["backup of 0.5", "backup of 29.9", "backup of 30.0", "backup of 31.0"])
        #expect(decisions.map(\.removed) == [false, false, true, true])
        #expect(decisions[0].reason == "it is the newest proven one")
        #expect(decisions[1].reason == "it is younger than 30 days")
        #expect(decisions[3].reason == "it is older than 30 days")
    }

    @Test("keeps the newest proven backup however old it is")
    func newestProven() {
        let backups = [Self.backup(0.1, proven: false), Self.backup(400), Self.backup(500)]
        #expect(Self.removed(Retention(), backups) == ["backup of 500.0"])
    }

    @Test("removes nothing when backups have stopped, when none is proven, and when all are of the future")
    func nothingGoes() {
        let stopped = Retention().decisions(for: [Self.backup(2.1), Self.backup(99)], at: Self.now)
        #expect(
            stopped.allSatisfy {
                !$0.removed && $0.reason.hasPrefix("backups have stopped: the newest is of 2026-03-1")
            })
        let unproven = Retention().decisions(
            for: [Self.backup(0, proven: false), Self.backup(99, proven: false)], at: Self.now)
        #expect(unproven.allSatisfy { !$0.removed && $0.reason == "no backup is proven" })
        #expect(Self.removed(Retention(), [Self.backup(-1), Self.backup(-99)]) == [])
    }

    @Test("keeps the newest proven one of each day, week, month and year that it is told to")
    func periods() {
        var retention = Retention()
        retention.days = 0
        let backups = (0..<800).map { Self.backup(Double($0) / 2) }
        for (path, count) in [(\Retention.daily, 5), (\.weekly, 4), (\.monthly, 7), (\.yearly, 2)] {
            var retention = retention
            retention[keyPath: path] = count
            #expect(retention.decisions(for: backups, at: Self.now).count { !$0.removed } == count)
        }
        retention.daily = 3
        let unproven = [Self.backup(0), Self.backup(1, proven: false), Self.backup(1.1), Self.backup(2, proven: false)]
        #expect(Self.removed(retention, unproven) == ["backup of 1.0", "backup of 2.0"])
    }

    @Test("takes the oldest away until the rest fits, but neither the newest nor the newest proven")
    func limit() {
        var retention = Retention()
        retention.limit = 250
        #expect(Self.removed(retention, (0..<5).map { Self.backup(Double($0)) }).count == 3)
        retention.limit = 1
        let backups = [Self.backup(0, proven: false), Self.backup(1), Self.backup(2)]
        #expect(Self.removed(retention, backups) == ["backup of 2.0"])
    }

    @Test("holds to its promises whatever the history, the clock and the rules", arguments: 1...300)
    func properties(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var retention = Retention()
        retention.days = Int.random(in: 0...60, using: &random)
        retention.daily = Int.random(in: 0...10, using: &random)
        retention.weekly = Int.random(in: 0...8, using: &random)
        retention.monthly = Int.random(in: 0...12, using: &random)
        retention.yearly = Int.random(in: 0...3, using: &random)
        retention.limit = Bool.random(using: &random) ? Int.random(in: 1...3000, using: &random) : nil
        let backups = (0..<Int.random(in: 0...60, using: &random)).map { index in
            Retention.Candidate(
                name: "\(index)", takenAt: Self.now - Double.random(in: -5...900, using: &random) * Self.day,
                bytes: Int.random(in: 0...100, using: &random), isProven: Bool.random(using: &random))
        }
        let decisions = retention.decisions(for: backups, at: Self.now)
        let removed = Set(decisions.filter(\.removed).map(\.name))
        #expect(Set(decisions.map(\.name)) == Set(backups.map(\.name)), "seed \(seed)")

        let past = backups.filter { $0.takenAt <= Self.now }.sorted { $0.takenAt > $1.takenAt }
        if let newest = past.first { #expect(!removed.contains(newest.name) || retention.days == 0, "seed \(seed)") }
        if let newest = past.first(where: \.isProven) { #expect(!removed.contains(newest.name), "seed \(seed)") }
        #expect(backups.allSatisfy { $0.takenAt <= Self.now || !removed.contains($0.name) || retention.limit != nil })
        if past.first.map({ Self.now.timeIntervalSince($0.takenAt) > 2 * retention.interval }) ?? true {
            #expect(removed.isEmpty, "seed \(seed)")
        }
        // Deciding anew about what was kept removes nothing more.
        let kept = backups.filter { !removed.contains($0.name) }
        #expect(retention.decisions(for: kept, at: Self.now).count { $0.removed } == 0, "seed \(seed)")
    }

    /// A site that takes backups and prunes after each, for years: its clock jumps, its backups fail, come late, or stop.
    @Test(
        "loses no newest proven backup in any history of a site, and removes nothing while backups have stopped",
        arguments: 1...60)
    func histories(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var retention = Retention()
        retention.days = Int.random(in: 0...45, using: &random)
        retention.daily = Int.random(in: 0...7, using: &random)
        retention.monthly = Int.random(in: 0...6, using: &random)
        retention.limit = Bool.random(using: &random) ? Int.random(in: 100...2000, using: &random) : nil
        retention.interval = 3600 * (Bool.random(using: &random) ? 6 : 24)
        var (truth, clock, silence) = (Self.now, 0.0, 0)
        var standing: [Retention.Candidate] = []
        for run in 0..<500 {
            truth += retention.interval * Double.random(in: 0.9...1.1, using: &random)
            if Int.random(in: 0..<50, using: &random) == 0 {
                clock = Double.random(in: -500...500, using: &random) * Self.day
            }
            if Int.random(in: 0..<60, using: &random) == 0 { silence = Int.random(in: 3...60, using: &random) }
            let now = truth + clock
            if silence > 0 {
                silence -= 1
            } else {
                let proven = Int.random(in: 0..<5, using: &random) > 0
                standing.append(.init(name: "\(run)", takenAt: now, bytes: 50, isProven: proven))
            }
            let removed = Set(retention.decisions(for: standing, at: now).filter(\.removed).map(\.name))
            let past = standing.filter { $0.takenAt <= now }
            let newestProven = past.filter(\.isProven).max { ($0.takenAt, $0.name) < ($1.takenAt, $1.name) }
            if let newestProven { #expect(!removed.contains(newestProven.name), "seed \(seed), run \(run)") }
            let newest = past.map(\.takenAt).max()
            if newest.map({ now.timeIntervalSince($0) > 2 * retention.interval }) ?? true {
                #expect(removed.isEmpty, "seed \(seed), run \(run): removed while backups have stopped")
            }
            let hadProven = standing.contains(where: \.isProven)
            standing.removeAll { removed.contains($0.name) }
            #expect(!hadProven || standing.contains(where: \.isProven), "seed \(seed), run \(run): none is left")
        }
    }
}
