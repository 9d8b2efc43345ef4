import Foundation

/// Which backups are kept, and why.
///
/// Whatever the rules say, the newest proven backup stays, and nothing goes while backups have stopped: an old backup is
/// worth most when there are no new ones.
package struct Retention: Equatable, Sendable {
    /// Backups younger than this are kept.
    package var days = 30
    /// The newest backup of each of the last so many UTC days, ISO weeks, months and years that have one.
    package var daily = 0
    package var weekly = 0
    package var monthly = 0
    package var yearly = 0
    /// Bytes that all backups together may take; nil is no limit. The oldest go first.
    package var limit: Int?
    /// How far apart backups are meant to be, in seconds.
    package var interval: TimeInterval = 24 * 3600

    package init() {}

    /// What shall become of one backup.
    package struct Decision: Sendable, Equatable {
        package var name: String
        package var bytes: Int
        package var removed: Bool
        /// Why, as the end of the sentence "kept because …" or "removed because …".
        package var reason: String
    }

    /// What retention needs to know of a backup.
    package struct Candidate: Sendable, Equatable {
        package var name: String
        package var takenAt: Date
        package var bytes: Int
        package var isProven: Bool

        package init(name: String, takenAt: Date, bytes: Int, isProven: Bool) {
            self.name = name
            self.takenAt = takenAt
            self.bytes = bytes
            self.isProven = isProven
        }
    }

    /// Decides for every backup, newest first.
    ///
    /// Only proven backups count for the daily, weekly, monthly and yearly ones: an unproven one must not push a proven
    /// one out. A backup from the future (a clock was set back) is kept and counts for nothing.
    package func decisions(for candidates: [Candidate], at now: Date) -> [Decision] {
        let backups = candidates.sorted { ($0.takenAt, $0.name) > ($1.takenAt, $1.name) }
        if let stopped = complaint(about: backups, at: now) {
            return backups.map { decision($0, removed: false, stopped) }
        }
        let newestProven = backups.first { $0.isProven && $0.takenAt <= now }
        let periodic = periodicReasons(for: backups.filter { $0.isProven && $0.takenAt <= now })
        var decisions = backups.map { backup in
            if backup.takenAt > now { return decision(backup, removed: false, "its time is yet to come") }
            if backup == newestProven { return decision(backup, removed: false, "it is the newest proven one") }
            if now.timeIntervalSince(backup.takenAt) < Double(days) * 86400 {
                return decision(backup, removed: false, "it is younger than \(days) days")
            }
            if let reason = periodic[backup.name] { return decision(backup, removed: false, reason) }
            return decision(backup, removed: true, "it is older than \(days) days")
        }
        enforceLimit(on: &decisions, sparing: Set([newestProven?.name, backups.first?.name].compactMap(\.self)))
        return decisions
    }

    /// Why nothing may be removed now; nil when backups are being taken as they should.
    private func complaint(about backups: [Candidate], at now: Date) -> String? {
        guard let newest = backups.first(where: { $0.takenAt <= now }) else { return "no backup is older than now" }
        guard now.timeIntervalSince(newest.takenAt) <= 2 * interval else {
            return "backups have stopped: the newest is of \(newest.takenAt.formatted(.iso8601))"
        }
        guard backups.contains(where: { $0.isProven && $0.takenAt <= now }) else { return "no backup is proven" }
        return nil
    }

    private func decision(_ backup: Candidate, removed: Bool, _ reason: String) -> Decision {
        Decision(name: backup.name, bytes: backup.bytes, removed: removed, reason: reason)
    }

    private func periodicReasons(for backups: [Candidate]) -> [String: String] {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        let tiers: [(count: Int, word: String, parts: Set<Calendar.Component>)] = [
            (daily, "day", [.year, .month, .day]), (weekly, "week", [.yearForWeekOfYear, .weekOfYear]),
            (monthly, "month", [.year, .month]), (yearly, "year", [.year]),
        ]
        var reasons: [String: String] = [:]
        for tier in tiers {
            var seen: Set<DateComponents> = []
            for backup in backups where seen.count < tier.count {
                guard seen.insert(calendar.dateComponents(tier.parts, from: backup.takenAt)).inserted else { continue }
                if reasons[backup.name] == nil { reasons[backup.name] = "it is the newest of its \(tier.word)" }
            }
        }
        return reasons
    }

    /// Takes the oldest away until the rest fits, but none of `spared`.
    private func enforceLimit(on decisions: inout [Decision], sparing spared: Set<String>) {
        guard let limit else { return }
        var total = decisions.filter { !$0.removed }.reduce(0) { $0 + $1.bytes }
        for index in decisions.indices.reversed() where total > limit {
            guard !decisions[index].removed, !spared.contains(decisions[index].name) else { continue }
            decisions[index].removed = true
            decisions[index].reason = "all backups together take more than \(limit) bytes"
            total -= decisions[index].bytes
        }
    }
}
