import Foundation

/// What is wrong, and who was told of it when. It decides what a receiver is told: each trouble once, again after a while,
/// and its end.
///
/// Receivers are independent of each other: one that could not be reached is told at the next run what it missed, and
/// nobody else hears it twice. A trouble that comes and goes is told three times at most in the time after which one that
/// stays would be told again.
package struct AlarmBook: Codable, Equatable, Sendable {
    struct Standing: Codable, Equatable, Sendable {
        var trouble: Trouble
        var since: Date
    }

    /// What one receiver knows of one trouble.
    struct Told: Codable, Equatable, Sendable {
        var text: String
        var since: Date
        /// When it was told, the last time last; tellings of long ago are gone.
        var times: [Date]
        /// True when the receiver knows that it is over.
        var isOver = false
    }

    /// By who reports it and its topic, such as "status/overdue".
    private(set) var standing: [String: Standing] = [:]
    /// By receiver, then as above.
    private(set) var told: [String: [String: Told]] = [:]

    /// How often a trouble that comes and goes is told.
    private static let limit = 3

    package init() {}

    /// Takes what is wrong now in the eyes of one source, such as "status" or "backup"; what it no longer names is over.
    package mutating func report(_ troubles: [Trouble], of source: String, at now: Date) {
        forgetTheFuture(after: now)
        let current = Dictionary(troubles.map { ("\(source)/\($0.topic)", $0) }) { first, _ in first }
        for key in standing.keys where key.hasPrefix("\(source)/") && current[key] == nil {
            // What happened once stays until everybody has heard of it.
            if standing[key]?.trouble.lasts == true { standing[key] = nil }
        }
        for (key, trouble) in current { standing[key] = .init(trouble: trouble, since: standing[key]?.since ?? now) }
    }

    /// What a receiver has to be told now; nil when it knows everything.
    /// - Parameter repetition: seconds after which a trouble that stays is told again.
    package func news(for receiver: String, every repetition: TimeInterval, at now: Date) -> News? {
        let known = told[receiver] ?? [:]
        var items = standing.sorted { $0.key < $1.key }.compactMap { key, entry -> News.Item? in
            let recent = (known[key]?.times ?? []).filter { now.timeIntervalSince($0) < repetition }
            let isKnown = known[key].map { !$0.isOver } ?? false
            guard isKnown ? recent.isEmpty : recent.count < Self.limit else { return nil }
            return .init(key: key, text: entry.trouble.text, since: entry.since, state: isKnown ? .stands : .began)
        }
        items += known.sorted { $0.key < $1.key }.filter { !$0.value.isOver && standing[$0.key] == nil }
            .map { .init(key: $0.key, text: $0.value.text, since: $0.value.since, state: .ended) }
        return items.isEmpty ? nil : News(items: items)
    }

    /// Notes that a receiver was told.
    package mutating func note(_ news: News, toldTo receiver: String, every repetition: TimeInterval, at now: Date) {
        for item in news.items {
            let times = (told[receiver]?[item.key]?.times ?? []).filter { now.timeIntervalSince($0) < repetition }
            told[receiver, default: [:]][item.key] = Told(
                text: item.text, since: item.since, times: item.state == .ended ? times : times + [now],
                isOver: item.state == .ended)
        }
    }

    /// Drops what everybody knows and nobody has to be told again, and what concerns receivers that are no more.
    package mutating func settle(for receivers: [String], every repetition: TimeInterval, at now: Date) {
        told = told.filter { receivers.contains($0.key) }
        for (key, entry) in standing where !entry.trouble.lasts {
            guard receivers.allSatisfy({ told[$0]?[key].map { !$0.isOver } ?? false }) else { continue }
            standing[key] = nil
            for receiver in receivers { told[receiver]?[key] = nil }
        }
        for (receiver, known) in told {
            let kept = known.filter { _, entry in
                !entry.isOver || entry.times.contains { now.timeIntervalSince($0) < repetition }
            }
            told[receiver] = kept.isEmpty ? nil : kept
        }
    }

    /// After a clock was set back, what was told "tomorrow" was told now: nothing is silenced until tomorrow.
    private mutating func forgetTheFuture(after now: Date) {
        standing = standing.mapValues { .init(trouble: $0.trouble, since: min($0.since, now)) }
        told = told.mapValues {
            $0.mapValues {
                Told(text: $0.text, since: min($0.since, now), times: $0.times.map { min($0, now) }, isOver: $0.isOver)
            }
        }
    }
}
