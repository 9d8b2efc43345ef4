import Foundation

/// How often and how late a request is repeated.
package struct RetryPolicy: Sendable {
    /// All tries, the first one included.
    package var tries = 5
    /// Before the second try; it doubles from try to try.
    package var base = Duration.milliseconds(500)
    package var longestWait = Duration.seconds(30)
    /// A number from 0 to 1 for each wait: full jitter, so that what failed together does not come again together.
    package var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }

    package init() {}

    /// How long to wait before the next try; nil when there is none.
    /// - Parameters:
    ///   - tried: how many tries there have been, from 1.
    ///   - retryAfter: what the answer said, in seconds or as a date; more than `longestWait` ends the tries.
    func wait(after tried: Int, retryAfter: String?, now: Date) -> Duration? {
        guard tried < tries else { return nil }
        if let told = retryAfter.flatMap({ Self.duration($0, now: now) }) {
            return told <= longestWait ? told : nil
        }
        return min(base * (1 << min(tried - 1, 16)), longestWait) * jitter()
    }

    /// Both forms of RFC 9110, section 10.2.3; nil for anything else.
    static func duration(_ retryAfter: String, now: Date) -> Duration? {
        let text = retryAfter.trimmingCharacters(in: .whitespaces)
        if let seconds = Double(text) {
            return seconds.isFinite && seconds >= 0 ? .seconds(min(seconds, 1e6)) : nil
        }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map { .seconds(max(0, $0.timeIntervalSince(now))) }
    }
}
