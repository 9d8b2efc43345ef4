/// What could be read out of a damaged database, or of a backup that was cut short.
package struct Salvaged: Sendable, Codable {
    package struct Table: Sendable, Codable, Equatable {
        package var table: String
        package var rows: Int
        /// Pages of it that could not be read as a whole; their rows were read one by one. 0 for a table of a backup.
        package var damagedPages = 0
        package var pages = 0
        /// False when rows may be missing.
        package var isWhole: Bool
    }

    /// The script for psql that holds it.
    package var path: String
    package var tables: [Table] = []
    /// What could not be read, a sentence each.
    package var complaints: [String] = []
    package var isWhole: Bool { complaints.isEmpty && tables.allSatisfy(\.isWhole) }
}

extension Salvaged: Attested {
    var outcome: EvidenceRecord.Outcome { isWhole ? .done : .failed }
    var account: String {
        let rows = tables.reduce(0) { $0 + $1.rows }
        let damaged = tables.count { !$0.isWhole }
        return "\(rows) rows of \(tables.count) tables were saved, \(damaged) of them not whole, in \(path)"
    }
    var attestedFiles: [String] { [] }
}
