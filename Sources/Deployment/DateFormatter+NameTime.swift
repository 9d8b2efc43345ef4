import Foundation

extension DateFormatter {
    /// The time in the name of what was set aside: `20260315_020000` in UTC.
    /// - Parameter separator: between day and time; names in Kubernetes have no `_`.
    package static func nameTime(_ separator: String) -> DateFormatter {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "yyyyMMdd'\(separator)'HHmmss"
        return formatter
    }
}
