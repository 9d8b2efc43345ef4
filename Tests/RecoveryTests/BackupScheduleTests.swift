import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("The schedule of backups")
struct BackupScheduleTests {
    private static let hour: TimeInterval = 3600
    private static let daily = BackupSchedule(interval: 24 * hour, time: 2 * hour)
    private static func at(_ text: String) -> Date { (try? Date(text, strategy: .iso8601)) ?? .distantPast }

    @Test("plans one a day at its time in UTC")
    func slots() {
        #expect(Self.daily.slot(at: Self.at("2026-03-15T02:00:00Z")) == Self.at("2026-03-15T02:00:00Z"))
        #expect(Self.daily.slot(at: Self.at("2026-03-15T01:59:59Z")) == Self.at("2026-03-14T02:00:00Z"))
        #expect(
            Self.daily.slots(after: Self.at("2026-03-15T02:00:00Z"), count: 2)
                == [Self.at("2026-03-16T02:00:00Z"), Self.at("2026-03-17T02:00:00Z")])
        let often = BackupSchedule(interval: 6 * Self.hour, time: 2 * Self.hour)
        #expect(often.slot(at: Self.at("2026-03-15T13:00:00Z")) == Self.at("2026-03-15T08:00:00Z"))
        #expect(often.slot(at: Self.at("2026-03-15T01:00:00Z")) == Self.at("2026-03-14T20:00:00Z"))
    }

    @Test("says that one is due after each planned instant until there is one, and when there never was one")
    func due() {
        let taken = [Self.at("2026-03-14T02:00:05Z")]
        #expect(!Self.daily.isDue(at: Self.at("2026-03-15T01:59:00Z"), taken: taken))
        #expect(Self.daily.isDue(at: Self.at("2026-03-15T02:00:00Z"), taken: taken))
        #expect(Self.daily.isDue(at: Self.at("2026-03-15T23:00:00Z"), taken: taken), "it is caught up")
        #expect(
            !Self.daily.isDue(at: Self.at("2026-03-15T02:15:00Z"), taken: taken + [Self.at("2026-03-15T02:00:05Z")]))
        #expect(Self.daily.isDue(at: Self.at("2026-03-15T12:00:00Z"), taken: []))
    }

    @Test(
        "does not repeat the night when the clock is set back an hour, nor wait a year for one that was set back a year"
    )
    func setBack() {
        let taken = [Self.at("2026-10-25T02:00:05Z"), Self.at("2026-10-24T02:00:05Z")]
        #expect(!Self.daily.isDue(at: Self.at("2026-10-25T01:10:00Z"), taken: taken))
        #expect(!Self.daily.isDue(at: Self.at("2026-10-25T02:00:00Z"), taken: taken))
        #expect(Self.daily.isDue(at: Self.at("2025-10-25T02:00:00Z"), taken: taken))
    }

    /// A machine that asks every quarter of an hour, as long as it is up, and takes a backup when one is due.
    private struct Machine {
        let schedule: BackupSchedule
        /// What is added to the true time.
        var clock: TimeInterval = 0
        var taken: [Date] = []
        /// When they were taken in truth.
        var truly: [Date] = []

        mutating func ask(at truth: Date) {
            let now = truth + clock
            guard schedule.isDue(at: now, taken: taken) else { return }
            taken.append(now)
            truly.append(truth)
        }
    }

    private static func schedule(_ random: inout SeededGenerator) -> BackupSchedule {
        let hours: [TimeInterval] = [1, 2, 3, 6, 8, 12, 24, 48, 168]
        let minutes = Int.random(in: 0..<1440, using: &random)
        return BackupSchedule(
            interval: hours[Int.random(in: hours.indices, using: &random)] * hour, time: TimeInterval(minutes) * 60)
    }

    @Test("takes one for each planned instant, whatever the machine's times off and its time zone", arguments: 1...150)
    func oncePerSlot(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let schedule = Self.schedule(&random)
        var machine = Machine(schedule: schedule)
        var truth = Self.at("2026-03-20T00:00:00Z")
        var asked: Set<Date> = []
        // Cron goes by local time. All zones differ from UTC by quarters of an hour, so its calls are the same whatever
        // the zone and the season; what they do not share is how late each of them comes.
        for _ in 0..<3000 {
            truth +=
                Bool.random(using: &random) || Int.random(in: 0..<40, using: &random) > 0
                ? 900 : Double.random(in: 900...(3 * schedule.interval), using: &random)
            let call = truth + Double.random(in: 0..<300, using: &random)
            machine.ask(at: call)
            // Two calls at once, as at the hour that comes twice.
            if Bool.random(using: &random) { machine.ask(at: call) }
            asked.insert(schedule.slot(at: call))
        }
        let slots = machine.taken.map { schedule.slot(at: $0) }
        #expect(Set(slots).count == slots.count, "seed \(seed): two for one planned instant")
        #expect(Set(slots) == asked, "seed \(seed): one was lost")
    }

    @Test("repeats nothing when the clock is set back a little or forward", arguments: 1...150)
    func smallJumps(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let schedule = Self.schedule(&random)
        var machine = Machine(schedule: schedule)
        var truth = Self.at("2026-03-20T00:00:00Z")
        for _ in 0..<3000 {
            truth += 900
            switch Int.random(in: 0..<200, using: &random) {
            case 0:
                // As far back as counts in all: one jump after the other is one larger jump.
                let newest = machine.taken.last ?? truth + machine.clock
                let room = max(0, schedule.tolerance - newest.timeIntervalSince(truth + machine.clock))
                machine.clock -= Double.random(in: 0...min(room, schedule.tolerance), using: &random)
            case 1: machine.clock += Double.random(in: 0...schedule.interval, using: &random)
            default: break
            }
            machine.ask(at: truth)
        }
        let slots = machine.taken.map { schedule.slot(at: $0) }
        #expect(zip(slots, slots.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
        #expect(slots.count > 3000 * 900 / Int(schedule.interval) / 3, "seed \(seed)")
    }

    @Test("takes one within an interval and a quarter after any change of the clock", arguments: 1...150)
    func anyJump(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let schedule = Self.schedule(&random)
        var machine = Machine(schedule: schedule)
        var truth = Self.at("2026-03-20T00:00:00Z")
        var quiet = truth
        var longest: TimeInterval = 0
        for _ in 0..<3000 {
            truth += 900
            if Int.random(in: 0..<100, using: &random) == 0 {
                machine.clock += Double.random(in: -400...400, using: &random) * 86400
                quiet = truth
                // As `reva status` asks a person to: when their time comes they would stand for those that are due.
                machine.taken.removeAll { $0 > truth + machine.clock + schedule.tolerance }
            }
            machine.ask(at: truth)
            longest = max(longest, truth.timeIntervalSince(max(quiet, machine.truly.last ?? quiet)))
        }
        #expect(longest <= schedule.interval + schedule.tolerance + 900, "seed \(seed)")
    }

    @Test("an attempt that failed is made again after longer and longer, and at once when the clock was set back")
    func attempts() throws {
        var attempts = Attempts()
        var now = Self.at("2026-03-15T02:00:00Z")
        var waits: [Double] = []
        for _ in 0..<8 {
            #expect(attempts.allow(at: now, schedule: Self.daily))
            attempts.begin(at: now)
            let began = now
            while !attempts.allow(at: now, schedule: Self.daily) { now += 900 }
            waits.append(now.timeIntervalSince(began) / 900)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 48, 48])
        #expect(attempts.allow(at: now - 7 * 86400, schedule: Self.daily))
        let folder = try TemporaryFolder()
        #expect(Attempts.read(in: folder.path) == Attempts())
        try attempts.write(in: folder.path)
        #expect(Attempts.read(in: folder.path) == attempts)
        Attempts.clear(in: folder.path)
        #expect(Attempts.read(in: folder.path) == Attempts())
        #expect(folder.names.isEmpty)
    }
}
