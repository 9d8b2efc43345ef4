import Foundation

/// Everything that the stand-in knows: values and rules, no clock and no network.
///
/// What happens takes place at `now`, which only `advance(to:)` moves. `events` collects what a webhook would tell.
struct World: Sendable {
    var now: Date
    var folders: [Folder] = []
    var accounts: [Account] = []
    /// Templates are releases with the status of templates.
    var releases: [Release] = []
    var archived: [Release] = []
    /// By the id of the release, oldest first.
    var activity: [String: [ActivityEntry]] = [:]
    var events: [ReleaseEvent] = []
    /// Whether releases tagged `continuous` are followed by another when they end, and old ones archived.
    var keepsGoing = false
    private var counter: UInt64 = 0

    init(now: Date) { self.now = now }

    /// An identifier such as the product makes: a word and 32 hexadecimal digits. The same world makes the same ones.
    mutating func identifier(_ word: String) -> String {
        counter += 1
        // Two rounds of SplitMix64: numbers that look random and never repeat for different counters.
        func mixed(_ seed: UInt64) -> String {
            var value = seed &* 0x9E37_79B9_7F4A_7C15
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            let digits = String(value ^ (value >> 31), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return word + mixed(counter) + mixed(~counter)
    }

    mutating func note(_ release: Int, _ user: String, _ eventType: String, _ message: String, target: String) {
        let release = releases[release]
        let entry = ActivityEntry(
            id: identifier("\(release.id)/ActivityLogEntry"), username: user, activityDate: now, eventType: eventType,
            message: message, targetId: target)
        activity[release.id, default: []].append(entry)
        if let kind = ReleaseEvent.Kind(eventType: eventType) {
            events.append(
                ReleaseEvent(
                    id: entry.id, kind: kind, date: now, user: user, message: message, release: release, target: target)
            )
        }
    }
}
