import Foundation

@testable import Archive

/// Dumps that PostgreSQL 15 made of one database with many kinds of objects (see Dumps/README.md).
enum Sample: String, CaseIterable {
    case clean, inserts, rowsPerInsert = "rows-per-insert", verbose, restored
    /// Written by hand after the forms of versions 17 and 18.
    case version18

    var bytes: [UInt8] {
        get throws {
            let folder = Bundle.module.url(forResource: "Dumps", withExtension: nil)!
            return [UInt8](try Data(contentsOf: folder.appendingPathComponent(rawValue + ".sql")))
        }
    }
}
