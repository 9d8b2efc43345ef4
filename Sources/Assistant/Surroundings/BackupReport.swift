import Foundation

/// How things stand with the backups.
package struct BackupReport: Sendable, Hashable {
    package let count: Int
    /// The newest one that was restored and compared; nil where there is none.
    package let newestProven: String?
    package let proven: Date?
    /// It is older than it may be, or missing.
    package let isOverdue: Bool

    package init(count: Int, newestProven: String?, proven: Date?, isOverdue: Bool) {
        self.count = count
        self.newestProven = newestProven
        self.proven = proven
        self.isOverdue = isOverdue
    }
}
