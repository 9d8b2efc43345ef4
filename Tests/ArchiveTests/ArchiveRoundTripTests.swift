import Foundation
import Testing

@testable import Archive

@Suite struct ArchiveRoundTripTests {
    @Test("gives every dump back, to its own reader and to gunzip", arguments: Sample.allCases)
    func roundTrip(_ sample: Sample) throws {
        let folder = try TemporaryFolder()
        let dump = try sample.bytes
        let finished = try write(dump, to: folder)
        #expect(folder.names == ["reva_2026-03-15_020000.sql.gz"])
        #expect(finished.scriptBytes == dump.count)
        let reader = try ArchiveReader.open(finished.path)
        #expect(reader.form == .indexed)
        #expect(reader.sections == finished.sections)
        #expect(try reader.all() == dump)
        try reader.check()
        let unzipped = try run("gunzip", ["-c", finished.path])
        #expect(unzipped.status == 0)
        #expect(unzipped.output.starts(with: dump))
        // What follows is nothing to psql, and leaves the dump as complete as it was.
        let again = try scan(unzipped.output)
        #expect(again.inventory == reader.manifest?.inventory)
        #expect(try scan(dump).inventory == reader.manifest?.inventory)
        #expect(unzipped.output.allSatisfy { $0 < 128 } || dump.contains { $0 > 127 })
    }

    @Test("keeps the manifest as it was given")
    func manifestRoundTrip() throws {
        let folder = try TemporaryFolder()
        let inventory = try scan(Sample.clean.bytes).inventory
        let finished = try write(Sample.clean.bytes, to: folder)
        #expect(try ArchiveReader.open(finished.path).manifest == manifest(inventory))
    }

    @Test("reads one table alone, and only its bytes")
    func oneTable() throws {
        let folder = try TemporaryFolder()
        let path = try write(Sample.clean.bytes, to: folder).path
        let sections = try ArchiveReader.open(path).sections
        let table = sections.filter { $0.role == .rows && $0.table?.name == "memories" }
        // Everything but the index and that table is destroyed.
        var bytes = try folder.bytes("reva_2026-03-15_020000.sql.gz")
        for section in sections where section != table.first {
            for member in section.members { for place in 0..<member.bytes { bytes[member.offset + place] = 0 } }
        }
        // But for what makes it gzip.
        bytes[0] = 0x1f
        bytes[1] = 0x8b
        let reader = try ArchiveReader.open(try folder.file("broken.gz", bytes))
        let rows = try reader.text(table)
        #expect(rows.count(where: { $0 == 10 }) == 20)
        #expect(!rows.starts(with: "COPY".utf8) && !rows.suffix(3).starts(with: "\\.".utf8))
        #expect(throws: ArchiveError.self) { try reader.all() }
        let empty = reader.sections.filter { $0.role == .rows && $0.table?.name == "empty_table" }
        #expect(empty.count == 1 && empty[0].members.isEmpty)
        #expect(try reader.text(empty) == [])
    }

    @Test("cuts a big table at row ends, so that its shares make a whole")
    func shares() throws {
        let folder = try TemporaryFolder()
        let dump = tableDump(rows: 150_000)
        let finished = try write(dump, to: folder)
        let reader = try ArchiveReader.open(finished.path)
        let rows = try #require(reader.sections.first { $0.role == .rows })
        #expect(rows.members.count > 3)
        #expect(rows.members.allSatisfy { $0.startsRow && $0.rawSize <= MemberHeader.rawTarget })
        for count in 1...8 {
            let shares = rows.shares(count)
            #expect(shares.count == min(count, rows.members.count))
            #expect(Array(shares.joined()) == rows.members)
            var digest = ContentDigest.zero
            var found = 0
            for share in shares {
                var rows = RowDigester()
                var last: UInt8 = 0
                try reader.read(members: share) { span in
                    rows.update(span)
                    last = span.withUnsafeBytes { $0[$0.count - 1] }
                }
                #expect(last == 10)
                found += rows.rows
                digest.combine(rows.digest)
            }
            #expect(found == 150_000)
            #expect(digest == reader.manifest?.inventory.tables.first?.digest)
        }
        try reader.check()
    }

    @Test("cuts inside of a row only where it is longer than a member, and says so")
    func longRows() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 3)
        let long = (0..<(5 << 20)).map { _ in UInt8.random(in: 97...122, using: &generator) }
        let rows = Array("short\n".utf8) + long + Array("\nend\n".utf8)
        let text = Array("COPY public.t (a) FROM stdin;\n".utf8) + rows + Array("\\.\n".utf8) + Array(dump("").utf8)
        let reader = try ArchiveReader.open(try write(text, to: folder).path)
        let section = try #require(reader.sections.first { $0.role == .rows })
        #expect(section.members.map(\.startsRow) == [true, true, false, false])
        #expect(section.shares(4).map(\.count) == [4])
        #expect(try reader.text([section]) == rows)
        #expect(try reader.all() == text)
        try reader.check()
    }

    @Test("puts parts that were written side by side into the order they are appended in")
    func parts() throws {
        let folder = try TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.path, takenAt: backupTime)
        let dumps = (1...4).map { tableDump(rows: 30_000 * $0, seed: UInt64($0)) }
        let parts = try dumps.map { _ in try writer.part() }
        // One thread fills them in turns with tiny slices of what all can hold: nobody may wait for another.
        var handlers = parts.map { PackingHandler(part: $0) }
        for (index, dump) in dumps.enumerated().reversed() {
            var scanner = DumpScanner()
            try scanner.consume(dump.span.bytes, into: &handlers[index])
            try scanner.finish(into: &handlers[index])
        }
        for part in parts { try writer.append(part) }
        let finished = try writer.finish(manifest())
        #expect(folder.names == [finished.name.fileName])
        #expect(try ArchiveReader.open(finished.path).all() == dumps.flatMap { $0 })
    }

    @Test("fills parts from several threads at once")
    func threads() async throws {
        let folder = try TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.path, takenAt: backupTime)
        let parts = try (0..<4).map { _ in try writer.part() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, part) in parts.enumerated() {
                group.addTask {
                    var scanner = DumpScanner()
                    var handler = PackingHandler(part: part)
                    try scanner.consume(tableDump(rows: 40_000, seed: UInt64(index)).span.bytes, into: &handler)
                    try scanner.finish(into: &handler)
                }
            }
            try await group.waitForAll()
        }
        for part in parts { try writer.append(part) }
        let path = try writer.finish(manifest()).path
        #expect(try ArchiveReader.open(path).all() == (0..<4).flatMap { tableDump(rows: 40_000, seed: $0) })
    }
}
