#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An instant in PostgreSQL's ISO form at offset zero, to the microsecond: `2026-03-15 02:00:00.123456+00`.
/// Every connection of ours sets its time zone to UTC and its date style to ISO.
struct Timestamp: Sendable, Hashable {
    /// Since 1970-01-01 00:00 UTC.
    let microseconds: Int64

    init(microseconds: Int64) { self.microseconds = microseconds }

    init(_ date: Date) {
        // The reference date's distance keeps more digits than the one from 1970; both are exact for whole seconds.
        let seconds = date.timeIntervalSinceReferenceDate
        let whole = seconds.rounded(.down)
        let fraction = ((seconds - whole) * 1e6).rounded()
        // What PostgreSQL can hold ends in the year 294276; a date beyond is cut to that.
        let bounded = min(max(whole, -62_000_000_000), 9_000_000_000_000)
        microseconds = (Int64(bounded) + 978_307_200) * 1_000_000 + Int64(fraction)
    }

    var date: Date {
        let (seconds, rest) = microseconds.flooredQuotient(1_000_000)
        return Date(timeIntervalSinceReferenceDate: Double(seconds - 978_307_200) + Double(rest) / 1e6)
    }

    /// nil for anything else, `infinity` and years before our era too.
    init?(_ text: String) {
        var scanner = Digits(text)
        guard let year = scanner.number(4...6), scanner.skip("-"), let month = scanner.number(2...2), scanner.skip("-"),
            let day = scanner.number(2...2), scanner.skip(" "), let hour = scanner.number(2...2), scanner.skip(":"),
            let minute = scanner.number(2...2), scanner.skip(":"), let second = scanner.number(2...2)
        else { return nil }
        var fraction: Int64 = 0
        if scanner.skip(".") {
            guard let (value, count) = scanner.numberAndCount(1...6) else { return nil }
            fraction = (count..<6).reduce(value) { number, _ in number * 10 }
        }
        guard scanner.skip("+"), scanner.skip("0"), scanner.skip("0"), scanner.isAtEnd,
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        microseconds = ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction
    }

    var text: String {
        let (seconds, fraction) = microseconds.flooredQuotient(1_000_000)
        let (days, time) = seconds.flooredQuotient(86_400)
        let (year, month, day) = Self.civil(days)
        // PostgreSQL counts no year zero: the year before 1 is 1 BC.
        let era = year > 0 ? "" : " BC"
        let shownYear = year > 0 ? year : 1 - year
        return Self.padded(shownYear, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) + " "
            + Self.padded(time / 3600, 2) + ":" + Self.padded(time / 60 % 60, 2) + ":" + Self.padded(time % 60, 2) + "."
            + Self.padded(fraction, 6) + "+00" + era
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, counting years from March so that the leap day is last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let (era, yearOfEra) = shifted.flooredQuotient(400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredQuotient(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

/// Reads digits and single characters from the front of a text.
private struct Digits {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ count: ClosedRange<Int>) -> Int64? { numberAndCount(count)?.value }

    mutating func numberAndCount(_ count: ClosedRange<Int>) -> (value: Int64, count: Int)? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard count.contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        return (digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }, digits.count)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
