import Archive

/// The text of a pg_dump without rows, taken apart into what goes where in a backup.
struct SchemaText: DumpHandler, Sendable {
    /// The program's own header and session settings.
    private(set) var preamble: [UInt8] = []
    /// What removes objects that are in the way (`--clean --if-exists`).
    private(set) var drops: [UInt8] = []
    /// What makes the objects.
    private(set) var entries: [UInt8] = []
    /// The end marker, and what else follows the last statement.
    private(set) var ending: [UInt8] = []
    private var limit = SchemaText.limit

    /// A schema is kept in memory while it is written; none that people made comes near this.
    private static let limit = 64 << 20

    mutating func text(_ bytes: RawSpan, statement: Statement) throws {
        limit -= bytes.byteCount
        guard limit >= 0 else {
            throw RecoveryError("the definitions of the database's objects are larger than \(Self.limit >> 20) MiB")
        }
        if case .metaCommand(let name) = statement.kind, name == "unrestrict" {
            ending.append(contentsOf: bytes)
        } else if statement.entry != nil || statement.isStorageSetting {
            entries.append(contentsOf: bytes)
        } else if statement.isSessionSetting(in: bytes) {
            preamble.append(contentsOf: bytes)
        } else {
            drops.append(contentsOf: bytes)
        }
    }

    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws {
        throw RecoveryError("pg_dump wrote rows of \(copy.table) although it was asked for definitions alone")
    }

    mutating func rows(_ bytes: RawSpan) throws {}
    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws {}
    mutating func comments(_ bytes: RawSpan) throws { ending.append(contentsOf: bytes) }
}

extension Statement {
    /// True for what pg_dump writes when the next object has another tablespace or access method than the last one: it
    /// stands before the object's comment, and so belongs to no entry where the object is the first.
    fileprivate var isStorageSetting: Bool {
        if case .set(let name) = kind { name.hasPrefix("default_") } else { false }
    }

    /// True for what pg_dump writes to set up its session, rather than to make or remove something.
    func isSessionSetting(in bytes: RawSpan) -> Bool {
        switch kind {
        case .set, .metaCommand: true
        default: bytes.extracting(body).text.hasPrefix("SELECT pg_catalog.set_config(")
        }
    }
}

extension RawSpan {
    /// As UTF-8, damaged characters replaced.
    var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}

extension [UInt8] {
    mutating func append(contentsOf bytes: RawSpan) {
        bytes.withUnsafeBytes { append(contentsOf: $0) }
    }
}
