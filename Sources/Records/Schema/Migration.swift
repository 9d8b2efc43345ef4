import Postgres

/// One step of the schema. Once released it is never changed: the next step changes what it made.
package struct Migration: Sendable, Hashable {
    /// From 1, without gaps.
    package let version: Int
    /// A few words, for people.
    package let name: String
    /// Statements; run as one text in one transaction.
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }
}
