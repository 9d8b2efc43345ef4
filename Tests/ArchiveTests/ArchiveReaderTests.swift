import Foundation
import Testing

@testable import Archive

@Suite struct ArchiveReaderTests {
    /// A small file of ours.
    private func small(_ folder: TemporaryFolder) throws -> (bytes: [UInt8], dump: [UInt8]) {
        let text = dump("COPY public.t (a) FROM stdin;\n1\n2\n\\.\n\nSELECT 1;")
        let finished = try write(Array(text.utf8), to: folder)
        return (try folder.bytes(finished.name.fileName), Array(text.utf8))
    }

    /// Opens, reads and checks. Nil if all of it went well.
    private func complaint(_ path: String) -> ArchiveError? {
        do {
            let reader = try ArchiveReader.open(path)
            try reader.check()
            return nil
        } catch {
            return error as? ArchiveError ?? ArchiveError(.misuse, "an error of another kind: \(error)")
        }
    }

    @Test("finds a cut at every byte")
    func everyCut() throws {
        let folder = try TemporaryFolder()
        let (bytes, dump) = try small(folder)
        for length in 0..<bytes.count {
            let path = try folder.file("cut", bytes[..<length])
            let error = try #require(complaint(path), "cut to \(length)")
            let expected: Set<ArchiveError.Reason> = length == 0 ? [.empty] : length < 2 ? [.notGzip] : [.cutShort]
            #expect(expected.contains(error.reason), "cut to \(length): \(error)")
            // What can still be read is the beginning of the script, and an error unless it is all of it.
            guard let reader = try? ArchiveReader.open(path) else { continue }
            var text: [UInt8] = []
            let result = Result { try reader.readAll { $0.withUnsafeBytes { text += $0 } } }
            #expect(dump.starts(with: text))
            if case .success = result { #expect(text == dump) }
        }
    }

    @Test("finds every flipped byte, also those of headers that gzip does not look at")
    func everyFlip() throws {
        let folder = try TemporaryFolder()
        let (bytes, dump) = try small(folder)
        for place in bytes.indices {
            for mask in [0x01, 0x80, 0xff] as [UInt8] {
                var changed = bytes
                changed[place] ^= mask
                let path = try folder.file("flipped", changed)
                #expect(complaint(path) != nil, "byte \(place) ^ \(mask)")
                guard let reader = try? ArchiveReader.open(path) else { continue }
                if let text = try? reader.all() { #expect(text == dump, "byte \(place) ^ \(mask)") }
            }
        }
    }

    @Test("reads on without the index, and says that it is lost")
    func indexLost() throws {
        let folder = try TemporaryFolder()
        let (bytes, dump) = try small(folder)
        let reader = try ArchiveReader.open(try folder.file("lost.gz", bytes.dropLast(Trailer.byteCount)))
        #expect(reader.form == .indexLost(.cutShort("lost.gz has no index at its end")))
        #expect(reader.manifest == nil && reader.sections == [] && reader.scriptBytes == nil)
        #expect(try reader.all() == dump)
        let whole = try ArchiveReader.open(folder.path + "/reva_2026-03-15_020000.sql.gz")
        #expect(try reader.members().map(\.bytes) == whole.sections.flatMap(\.members).map(\.bytes))
        #expect(try whole.members().map(\.offset) == whole.sections.flatMap(\.members).map(\.offset))
        #expect(throws: ArchiveError.cutShort("lost.gz has no index at its end")) { try reader.check() }
    }

    @Test("names the member that is damaged")
    func damagedMember() throws {
        let folder = try TemporaryFolder()
        let finished = try write(tableDump(rows: 100_000), to: folder)
        var bytes = try folder.bytes(finished.name.fileName)
        let rows = try #require(finished.sections.first { $0.role == .rows })
        bytes[rows.members[1].offset + 5000] ^= 1
        let reader = try ArchiveReader.open(try folder.file("flipped.gz", bytes))
        #expect(reader.form == .indexed)
        let offset = rows.members[1].offset
        let damaged = ArchiveError.damaged("flipped.gz is damaged: member 2 at byte \(offset) is not as it was written")
        #expect(throws: damaged) { try reader.read([rows]) { _ in } }
        #expect(throws: damaged) { try reader.check() }
        // The others are as good as before.
        #expect(throws: Never.self) { try reader.read(members: rows.members[2...]) { _ in } }
    }

    @Test("reads what others have compressed", arguments: [["-1"], ["-9"], ["-6", "-n"]])
    func plain(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let dump = tableDump(rows: 60_000)
        let one = try run("gzip", options + ["-c", try folder.file("dump.sql", dump)]).output
        let two = try run("gzip", options + ["-c", try folder.file("more.sql", Array("-- more\n".utf8))]).output
        for (bytes, text) in [
            (one, dump), (one + two, dump + Array("-- more\n".utf8)), (one + [0, 0, 0], dump),
            (two + two, Array("-- more\n-- more\n".utf8)),
        ] {
            let reader = try ArchiveReader.open(try folder.file("plain.gz", bytes))
            #expect(reader.form == .plain)
            #expect(try reader.all() == text)
            try reader.check()
            #expect(throws: ArchiveError.self) { try reader.members() }
        }
        #expect(
            complaint(try folder.file("cut.gz", one.dropLast(9)))?.summary == "cut.gz ends inside of its gzip member 1")
        #expect(complaint(try folder.file("cut.gz", (one + two).dropLast(3)))?.reason == .cutShort)
        #expect(complaint(try folder.file("more.gz", one + [7]))?.reason == .damaged)
        #expect(complaint(try folder.file("more.gz", one + [0, 0, 7]))?.reason == .damaged)
        var flipped = one
        flipped[one.count / 2] ^= 4
        #expect(complaint(try folder.file("flip.gz", flipped))?.reason == .damaged)
    }

    @Test("tells files that are no gzip from empty and missing ones")
    func others() throws {
        let folder = try TemporaryFolder()
        #expect(complaint(try folder.file("a.sql", Array("SELECT 1;".utf8)))?.summary == "a.sql is not a gzip file")
        #expect(complaint(try folder.file("b.gz", []))?.summary == "b.gz is empty")
        #expect(complaint(folder.path)?.summary == "unable to read \(folder.path): it is not a file")
        #expect(
            complaint(folder.path + "/c.gz")?.summary == "unable to open \(folder.path)/c.gz: no such file or directory"
        )
    }

    @Test("believes no hostile trailer or index")
    func hostile() throws {
        let folder = try TemporaryFolder()
        let (bytes, _) = try small(folder)
        let good = try #require(Trailer(Array(bytes.suffix(Trailer.byteCount))))
        func lost(_ trailer: Trailer, _ body: [UInt8]) throws -> String {
            let reader = try ArchiveReader.open(try folder.file("x.gz", body + trailer.encoded))
            guard case .indexLost(let error) = reader.form else { return "indexed" }
            return error.summary
        }
        let body = Array(bytes.dropLast(Trailer.byteCount))
        #expect(try lost(good, body) == "indexed")
        var trailer = good
        for (offset, length) in [(Int.max, 1), (Int.max, Int.max), (0, 0), (1, body.count), (body.count, 0)] {
            (trailer.indexOffset, trailer.indexBytes) = (offset, length)
            #expect(try lost(trailer, body).hasSuffix("its trailer points elsewhere"))
        }
        // An index whose checksum holds but whose contents do not.
        let lines = [
            "{\"format\":9,\"manifest\":null}", "{\"members\":[[0,40,3,1,\"\"]]}", "[]",
            "{\"section\":{\"role\":\"rows\"}}",
            "{\"section\":{\"role\":\"text\"}}\n-- reva-index: {\"members\":[[-5,40,3,1,\"\(String(repeating: "0", count: 64))\"]]}",
            "{\"end\":{\"sections\":0,\"members\":0,\"tables\":0,\"objects\":0,\"scriptBytes\":0,\"indexOffset\":0}}",
        ]
        for line in lines {
            let text = Array("-- reva-index: \(line)\n".utf8)
            let output = Block(capacity: MemberCompressor.outputCapacity)
            text.withUnsafeBytes { MemberCompressor().compress($0, content: .index, startsRow: true, into: output) }
            let script = Array(body[..<good.indexOffset])
            let index = Array(output.bytes)
            trailer = Trailer(
                indexOffset: script.count, indexBytes: index.count, indexDigest: MemberDigest(of: output.bytes))
            #expect(try lost(trailer, script + index).hasPrefix("the index of x.gz cannot be used: "), "\(line)")
        }
    }

    @Test("does not crash on mutated files, and never gives out a wrong script for whole")
    func fuzz() throws {
        let folder = try TemporaryFolder()
        let (bytes, dump) = try small(folder)
        for seed in 1...500 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: changed.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default: changed.remove(at: place)
                }
            }
            if changed == bytes { continue }
            let path = try folder.file("fuzz.gz", changed)
            #expect(complaint(path) != nil, "seed \(seed)")
            if let text = try? ArchiveReader.open(path).all() { #expect(text == dump, "seed \(seed)") }
        }
    }

    @Test("an error in the receiver ends the reading and passes through")
    func receiver() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let reader = try ArchiveReader.open(try write(tableDump(rows: 100_000), to: folder).path)
        var calls = 0
        #expect(throws: Stop.self) {
            try reader.readAll { _ in
                calls += 1
                throw Stop()
            }
        }
        #expect(calls == 1)
        #expect(throws: Stop.self) { try reader.check { _ in throw Stop() } }
        try reader.check()
    }
}
