import Archive
import Synchronization

/// Writes the rows that one pg_dump reads into its part of the backup.
///
/// Of each program's text only what belongs to an entry is kept: the session settings at its head stand once at the head
/// of the whole. Kept is also what removes large objects that are in the way, which belongs to no entry.
struct ShareWriter: DumpHandler, @unchecked Sendable {
    // Unchecked, because a part wants one thread at a time, and a handler has just one.
    let part: ArchivePart
    let written: ByteCount

    mutating func text(_ bytes: RawSpan, statement: Statement) throws {
        guard let entry = statement.entry else {
            if statement.kind == .drop { try part.text(bytes, role: .largeObjects) }
            return
        }
        if case .metaCommand = statement.kind { return }
        switch entry.kind {
        case "SEQUENCE SET": try part.text(bytes, role: .sequences)
        case "BLOB", "BLOBS", "BLOB METADATA", "LARGE OBJECT": try part.text(bytes, role: .largeObjects)
        default: try part.text(bytes, role: .text)
        }
        written.add(bytes.byteCount)
    }

    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws {
        try part.beginTable(copy.table, head: text)
    }

    mutating func rows(_ bytes: RawSpan) throws {
        try part.rows(bytes)
        written.add(bytes.byteCount)
    }

    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws { try part.endTable(tail: text) }
    mutating func comments(_ bytes: RawSpan) throws {}
}

/// Looks at a dump and keeps nothing but its inventory.
struct Onlooker: DumpHandler, Sendable {
    let read: ByteCount

    mutating func text(_ bytes: RawSpan, statement: Statement) throws { read.add(bytes.byteCount) }
    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws {}
    mutating func rows(_ bytes: RawSpan) throws { read.add(bytes.byteCount) }
    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws {}
    mutating func comments(_ bytes: RawSpan) throws {}
}

/// Bytes that several streams have moved between them, told as progress no oftener than ten times a second.
final class ByteCount: Sendable {
    private let run: Run
    private let total: Int?
    private let state = Mutex((bytes: 0, told: ContinuousClock.now))

    init(_ run: Run, of total: Int?) {
        self.run = run
        self.total = total
    }

    func add(_ bytes: Int) {
        let news: Int? = state.withLock { state in
            state.bytes += bytes
            let now = ContinuousClock.now
            guard now - state.told > .milliseconds(100) else { return nil }
            state.told = now
            return state.bytes
        }
        if let news { run.progress(news, of: total, unit: "B") }
    }

    var bytes: Int { state.withLock { $0.bytes } }
}
