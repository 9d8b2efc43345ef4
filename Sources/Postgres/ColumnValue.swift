#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a column can be read as.
package protocol ColumnValue: Sendable {
    /// Reads PostgreSQL's text form; nil when the text is none of this type.
    /// - Parameter type: The column's type as an object identifier of the catalog `pg_type`.
    init?(columnText text: String, type: UInt32)
    /// What NULL reads as; nil where it is an error.
    static var forNull: Self? { get }
}

extension ColumnValue {
    package static var forNull: Self? { nil }
}

/// Fixed numbers of `pg_type`.
package enum ColumnType {
    package static let bool: UInt32 = 16
    package static let bytea: UInt32 = 17
    package static let timestamptz: UInt32 = 1184
}

extension String: ColumnValue {
    package init?(columnText text: String, type: UInt32) { self = text }
}

extension Int: ColumnValue {
    package init?(columnText text: String, type: UInt32) { self.init(text) }
}

extension Int64: ColumnValue {
    package init?(columnText text: String, type: UInt32) { self.init(text) }
}

extension Double: ColumnValue {
    package init?(columnText text: String, type: UInt32) { self.init(text) }
}

extension Bool: ColumnValue {
    package init?(columnText text: String, type: UInt32) {
        guard type == ColumnType.bool, text == "t" || text == "f" else { return nil }
        self = text == "t"
    }
}

extension UUID: ColumnValue {
    package init?(columnText text: String, type: UInt32) { self.init(uuidString: text) }
}

extension Date: ColumnValue {
    /// Of a timestamptz alone: a timestamp without zone is no instant.
    package init?(columnText text: String, type: UInt32) {
        guard type == ColumnType.timestamptz, let timestamp = Timestamp(text) else { return nil }
        self = timestamp.date
    }
}

extension Data: ColumnValue {
    package init?(columnText text: String, type: UInt32) {
        guard type == ColumnType.bytea, text.hasPrefix("\\x"), text.utf8.count % 2 == 0 else { return nil }
        var bytes = Data(capacity: text.utf8.count / 2)
        var high: UInt8?
        for character in text.utf8.dropFirst(2) {
            guard let digit = Self.value(ofHexDigit: character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        self = bytes
    }

    private static func value(ofHexDigit character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension [Float]: ColumnValue {
    /// Of a vector (`[1,2]`) or of real[] (`{1,2}`) without NULLs.
    package init?(columnText text: String, type: UInt32) {
        guard let first = text.first, let last = text.last, text.count >= 2,
            (first, last) == ("[", "]") || (first, last) == ("{", "}")
        else { return nil }
        let inner = text.dropFirst().dropLast()
        var numbers: [Float] = []
        if !inner.isEmpty {
            for part in inner.split(separator: ",", omittingEmptySubsequences: false) {
                guard let number = Float(part) else { return nil }
                numbers.append(number)
            }
        }
        self = numbers
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    package init?(columnText text: String, type: UInt32) {
        guard let value = Wrapped(columnText: text, type: type) else { return nil }
        self = .some(value)
    }

    package static var forNull: Self? { .some(.none) }
}
