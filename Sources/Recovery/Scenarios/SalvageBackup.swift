import Archive
import Foundation

/// Reads a damaged backup as far as it can be read, and makes a script of it that ends well: whole rows, and of each table what
/// there is.
struct SalvageBackup: DumpHandler {
    private let file: SalvageFile
    private(set) var salvaged: Salvaged
    private var count = 0
    private var open: TableName?

    init(to file: SalvageFile) {
        self.file = file
        salvaged = Salvaged(path: file.path.string)
    }

    /// - Returns: what was saved; that the backup was found to be whole as well.
    mutating func salvage(_ reader: ArchiveReader) throws -> Salvaged {
        var scanner = DumpScanner()
        do {
            try reader.readWhole { try scanner.consume($0, into: &self) }
            try scanner.finish(into: &self)
        } catch let error as ArchiveError where error.reason != .noSpace && error.reason != .fileSystem {
            salvaged.complaints.append(error.summary)
        }
        if let open {
            try file.append("\\.\n".utf8)
            salvaged.tables.append(.init(table: "\(open.schema).\(open.name)", rows: count, isWhole: false))
        }
        try file.sync()
        return salvaged
    }

    mutating func text(_ bytes: RawSpan, statement: Statement) throws { try write(bytes) }
    mutating func comments(_ bytes: RawSpan) throws { try write(bytes) }

    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws {
        open = copy.table
        count = 0
        try write(text)
    }

    mutating func rows(_ bytes: RawSpan) throws {
        bytes.withUnsafeBytes { bytes in count += bytes.count { $0 == UInt8(ascii: "\n") } }
        try write(bytes)
    }

    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws {
        salvaged.tables.append(
            .init(table: "\(table.name.schema).\(table.name.name)", rows: table.rows, isWhole: true))
        open = nil
        try write(text)
    }

    private func write(_ bytes: RawSpan) throws { try bytes.withUnsafeBytes { try file.append($0) } }
}
