import Foundation

@testable import Archive

/// Writes a dump into a part as a backup does.
struct PackingHandler: DumpHandler {
    let part: ArchivePart

    mutating func text(_ bytes: RawSpan, statement: Statement) throws {
        try part.text(bytes, role: statement.entry?.kind == "SEQUENCE SET" ? .sequences : .preData)
    }
    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws {
        try part.beginTable(copy.table, head: text)
    }
    mutating func rows(_ bytes: RawSpan) throws { try part.rows(bytes) }
    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws { try part.endTable(tail: text) }
    mutating func comments(_ bytes: RawSpan) throws { try part.text(bytes, role: .postData) }
}

let backupTime = Date(timeIntervalSince1970: 1_773_540_000)  // 2026-03-15 02:00:00 UTC

func manifest(_ inventory: Inventory = Inventory()) -> Manifest {
    Manifest(
        takenAt: backupTime, database: "réva \"x\" 🙂", serverVersion: "15.14", dumpVersion: "15.14",
        extensions: ["pg_trgm": "1.6"], facts: ["encoding": "UTF8"], snapshotLSN: "0/16B3748", inventory: inventory,
        probes: .array([
            .object(["table": .string("memories"), "distances": .array([.number(0.25), .null, .boolean(true)])])
        ]))
}

@discardableResult
func write(_ dump: [UInt8], to folder: TemporaryFolder, faults: FaultPlan = .none) throws -> FinishedArchive {
    let writer = try ArchiveWriter(directory: folder.path, takenAt: backupTime, faults: faults)
    let part = try writer.part()
    var scanner = DumpScanner()
    var handler = PackingHandler(part: part)
    try scanner.consume(dump.span.bytes, into: &handler)
    try scanner.finish(into: &handler)
    try writer.append(part)
    return try writer.finish(manifest(scanner.inventory))
}

/// A dump of one table with so many rows, which compress badly.
func tableDump(rows: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var text = Array("COPY public.memories (id, embedding) FROM stdin;\n".utf8)
    for id in 0..<rows {
        text += Array("\(id)\t[\(generator.next()),\(generator.next()),\(generator.next())]\n".utf8)
    }
    return text + Array("\\.\n".utf8) + Array(dump("SELECT pg_catalog.setval('public.s', 5, true);").utf8)
}

extension ArchiveReader {
    func all() throws -> [UInt8] {
        var text: [UInt8] = []
        try readAll { $0.withUnsafeBytes { text += $0 } }
        return text
    }

    func text(_ sections: [Section]) throws -> [UInt8] {
        var text: [UInt8] = []
        try read(sections) { $0.withUnsafeBytes { text += $0 } }
        return text
    }
}

/// What the system's own gzip makes of a file: the text it gives, and how it ends.
func run(_ program: String, _ arguments: [String]) throws -> (output: [UInt8], status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ([UInt8](output), process.terminationStatus)
}
