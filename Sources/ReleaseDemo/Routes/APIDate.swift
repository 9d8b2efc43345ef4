import Foundation

/// Dates as the product writes them: ISO 8601 with milliseconds and the offset of the server's zone.
enum APIDate {
    private static let style = Date.ISO8601FormatStyle(
        timeZoneSeparator: .colon, includingFractionalSeconds: true,
        timeZone: TimeZone(secondsFromGMT: 3600) ?? .gmt)

    static func text(_ date: Date) -> String { style.format(date) }

    /// With or without a fraction, with `Z` or an offset.
    static func parse(_ text: String) -> Date? {
        (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle(timeZoneSeparator: .colon).parse(text))
            ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
