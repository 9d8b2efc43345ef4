@testable import Archive

/// Keeps everything it is given.
struct RecordingHandler: DumpHandler {
    enum Event: Equatable {
        case text(String, Statement)
        case begin(String, CopyStatement)
        case end(String, Inventory.Table)
        case comments(String)
    }

    var events: [Event] = []
    var all: [UInt8] = []
    var rows: [UInt8] = []
    var largestPiece = 0

    private mutating func add(_ bytes: RawSpan) -> String {
        let array = bytes.withUnsafeBytes { Array($0) }
        all += array
        return String(decoding: array, as: UTF8.self)
    }

    mutating func text(_ bytes: RawSpan, statement: Statement) { events.append(.text(add(bytes), statement)) }
    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) { events.append(.begin(add(text), copy)) }
    mutating func rows(_ bytes: RawSpan) {
        largestPiece = max(largestPiece, bytes.byteCount)
        let array = bytes.withUnsafeBytes { Array($0) }
        all += array
        rows += array
    }
    mutating func endTable(_ table: Inventory.Table, text: RawSpan) { events.append(.end(add(text), table)) }
    mutating func comments(_ bytes: RawSpan) { events.append(.comments(add(bytes))) }

    var statements: [Statement] {
        events.compactMap { if case .text(_, let statement) = $0 { statement } else { nil } }
    }
}

/// Scans a whole dump, cut into pieces as `sizes` says, again and again.
func scan(_ dump: [UInt8], pieces sizes: () -> Int = { .max }) throws -> (
    inventory: Inventory, handler: RecordingHandler
) {
    var scanner = DumpScanner()
    var handler = RecordingHandler()
    var position = 0
    while position < dump.count {
        let end = position + min(max(1, sizes()), dump.count - position)
        try scanner.consume(dump[position..<end].span.bytes, into: &handler)
        position = end
    }
    try scanner.finish(into: &handler)
    return (scanner.inventory, handler)
}

func scan(_ dump: String) throws -> (inventory: Inventory, handler: RecordingHandler) { try scan(Array(dump.utf8)) }

/// A dump of nothing but these statements.
func dump(_ statements: String) -> String {
    """
    --
    -- PostgreSQL database dump
    --

    -- Dumped from database version 15.14
    -- Dumped by pg_dump version 15.14

    \(statements)

    --
    -- PostgreSQL database dump complete
    --


    """
}
