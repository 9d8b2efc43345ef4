import Foundation

/// Dates as Release writes them: ISO 8601 with an offset, with or without fractions of a second.
enum ReleaseDate {
    static func parse(_ text: String) -> Date? {
        for hasFraction in [true, false] {
            for separator in [Date.ISO8601FormatStyle.TimeZoneSeparator.colon, .omitted] {
                let style = Date.ISO8601FormatStyle(
                    timeZoneSeparator: separator, includingFractionalSeconds: hasFraction)
                if let date = try? style.parse(text) { return date }
            }
        }
        return nil
    }

    /// What tools answer: UTC, whole seconds.
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// Takes numbers too: milliseconds since 1970, which some versions send.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) { return Date(timeIntervalSince1970: number / 1000) }
            let text = try container.decode(String.self)
            guard let date = parse(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no date: \(text)")
            }
            return date
        }
        return decoder
    }
}
