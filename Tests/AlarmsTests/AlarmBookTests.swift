import Foundation
import PostgresTesting
import Testing

@testable import Alarms

@Suite("The book of alarms")
struct AlarmBookTests {
    private static let start = Date(timeIntervalSince1970: 1_773_540_000)
    private static let day: TimeInterval = 86400

    /// What a receiver is told, and notes that it was.
    private static func tell(_ book: inout AlarmBook, _ receiver: String = "teams", at now: Date) -> [News.Item] {
        let news = book.news(for: receiver, every: day, at: now)
        if let news { book.note(news, toldTo: receiver, every: day, at: now) }
        book.settle(for: ["teams", "webhook"], every: day, at: now)
        return news?.items ?? []
    }

    @Test("tells what happened once to everybody, and has no end of it to tell")
    func onceOnly() {
        var book = AlarmBook()
        book.report([Trouble("failed", "restore failed", lasts: false)], of: "restore", at: Self.start)
        #expect(Self.tell(&book, at: Self.start).map(\.state) == [.began])
        book.report([], of: "restore", at: Self.start + 60)
        #expect(Self.tell(&book, at: Self.start + 60).isEmpty)
        #expect(Self.tell(&book, "webhook", at: Self.start + 60).map(\.text) == ["restore failed"])
        #expect(Self.tell(&book, at: Self.start + 2 * Self.day).isEmpty)
        #expect(book == AlarmBook())
        book.report([Trouble("failed", "restore failed", lasts: false)], of: "restore", at: Self.start + Self.day)
        #expect(Self.tell(&book, at: Self.start + Self.day).count == 1)
    }

    @Test("does not tell the end of what it never told")
    func neverTold() {
        var book = AlarmBook()
        book.report([Trouble("overdue", "overdue")], of: "status", at: Self.start)
        book.report([], of: "status", at: Self.start + 60)
        #expect(book.news(for: "teams", every: Self.day, at: Self.start + 60) == nil)
    }

    @Test("silences nothing when the clock was set back")
    func clockSetBack() {
        var book = AlarmBook()
        book.report([Trouble("overdue", "overdue")], of: "status", at: Self.start + 300 * Self.day)
        #expect(Self.tell(&book, at: Self.start + 300 * Self.day).count == 1)
        book.report([Trouble("overdue", "overdue")], of: "status", at: Self.start)
        #expect(Self.tell(&book, at: Self.start).isEmpty)
        book.report([Trouble("overdue", "overdue")], of: "status", at: Self.start + 1.1 * Self.day)
        #expect(Self.tell(&book, at: Self.start + 1.1 * Self.day).map(\.state) == [.stands])
    }

    @Test("keeps to its promises whatever comes and goes", arguments: 1...200)
    func properties(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var book = AlarmBook()
        var now = Self.start
        var begun: [String: [Date]] = [:]
        var known: Set<String> = []
        for _ in 0..<300 {
            now += Double.random(in: 30...7200, using: &random)
            let troubles = (0..<4).filter { _ in Bool.random(using: &random) }.map { Trouble("\($0)", "trouble \($0)") }
            book.report(troubles, of: "status", at: now)
            let items = Self.tell(&book, at: now)
            #expect(Set(items.map(\.key)).count == items.count, "seed \(seed): one message has each trouble once")
            for item in items {
                switch item.state {
                case .began:
                    #expect(known.insert(item.key).inserted, "seed \(seed): told twice as new")
                    begun[item.key, default: []].append(now)
                case .stands: #expect(known.contains(item.key), "seed \(seed)")
                case .ended: #expect(known.remove(item.key) != nil, "seed \(seed): an end without a begin")
                }
            }
            // Whoever read everything knows at most what is true, and misses only what comes and goes too often.
            let current = Set(troubles.map { "status/\($0.topic)" })
            #expect(known.isSubset(of: current), "seed \(seed)")
            for key in current.subtracting(known) {
                #expect((begun[key] ?? []).count { now.timeIntervalSince($0) < Self.day } >= 3, "seed \(seed)")
            }
            for times in begun.values {
                #expect(times.count { now.timeIntervalSince($0) < Self.day } <= 3, "seed \(seed): a flood")
            }
        }
        // When all stays well, everybody hears so, and then nothing more.
        book.report([], of: "status", at: now + 60)
        _ = Self.tell(&book, at: now + 60)
        book.report([], of: "status", at: now + 2 * Self.day)
        #expect(Self.tell(&book, at: now + 2 * Self.day).isEmpty, "seed \(seed)")
        #expect(book == AlarmBook(), "seed \(seed)")
    }
}
