import Foundation

/// How revision 2026-07-28 writes a value into an HTTP header: as it is where that is safe, otherwise as
/// `=?base64?…?=` of its UTF-8.
enum HeaderText {
    private static let prefix = "=?base64?"
    private static let suffix = "?="

    static func encode(_ value: String) -> String {
        let isPlain =
            value.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
            && !isBlank(value.utf8.first) && !isBlank(value.utf8.last) && !isMarked(value)
        return isPlain ? value : prefix + Data(value.utf8).base64EncodedString() + suffix
    }

    /// Nil for what nobody may send: other bytes than visible ASCII and blanks, broken base64, no UTF-8.
    static func decode(_ header: String) -> String? {
        guard header.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else { return nil }
        guard isMarked(header) else { return header }
        let encoded = header.dropFirst(prefix.count).dropLast(suffix.count)
        guard let data = Data(base64Encoded: String(encoded)) else { return nil }
        return String(validating: data, as: UTF8.self)
    }

    private static func isMarked(_ value: String) -> Bool {
        value.hasPrefix(prefix) && value.hasSuffix(suffix) && value.utf8.count >= prefix.count + suffix.count
    }

    private static func isBlank(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }
}
