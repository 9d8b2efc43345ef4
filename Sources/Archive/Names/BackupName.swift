import FoundationEssentials

/// The name of a backup file: `reva_YYYY-MM-DD_HHMMSS.sql.gz`, the second in UTC at which its snapshot was taken.
package struct BackupName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Whole seconds.
    package let takenAt: Date

    /// Cuts the instant down to its second.
    package init(takenAt: Date) {
        self.takenAt = Date(timeIntervalSince1970: takenAt.timeIntervalSince1970.rounded(.down))
    }

    /// Nil unless the name has exactly this form and says a second that exists in UTC (no leap seconds).
    package init?(_ fileName: String) {
        let bytes = Array(fileName.utf8)
        guard bytes.count == 29, fileName.hasPrefix("reva_"), fileName.hasSuffix(".sql.gz"),
            bytes[9] == UInt8(ascii: "-"), bytes[12] == UInt8(ascii: "-"), bytes[15] == UInt8(ascii: "_")
        else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(5..<9), let month = number(10..<12), let day = number(13..<15),
            let hour = number(16..<18), let minute = number(18..<20), let second = number(20..<22)
        else { return nil }
        let seconds = CivilTime.secondsSince1970(
            CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
        takenAt = Date(timeIntervalSince1970: Double(seconds))
        // 30 February and 25 o'clock come out as another instant, and so under another name.
        guard self.fileName == fileName else { return nil }
    }

    package var fileName: String {
        let time = CivilTime(secondsSince1970: Int(takenAt.timeIntervalSince1970))
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2))"
        return "reva_\(date)_\(padded(time.hour, 2))\(padded(time.minute, 2))\(padded(time.second, 2)).sql.gz"
    }

    /// The name a second later.
    package var next: BackupName { BackupName(takenAt: takenAt.addingTimeInterval(1)) }

    package var description: String { fileName }

    package static func < (left: BackupName, right: BackupName) -> Bool { left.takenAt < right.takenAt }
}

extension BackupName: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let name = BackupName(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a backup's name: \(text)")
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fileName)
    }
}
