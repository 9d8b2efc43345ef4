/// Finds the index of one of our files by its trailer.
struct IndexReader {
    /// No index of ours comes near; what unpacks to more is made to fill memory.
    static let rawLimit = 1 << 30

    private let file: InputFile

    init(_ file: InputFile) { self.file = file }

    /// Nil if there is no trailer. Throws `.damaged` if there is one, but the index does not hold together.
    func read() throws -> (manifest: Manifest, sections: [Section])? {
        let trailerOffset = file.bytes - Trailer.byteCount
        guard trailerOffset > 0,
            let trailer = Trailer(try file.read(at: trailerOffset, count: Trailer.byteCount))
        else { return nil }
        let (end, overflows) = trailer.indexOffset.addingReportingOverflow(trailer.indexBytes)
        guard !overflows, trailer.indexOffset >= 0, trailer.indexBytes > 0, end == trailerOffset else {
            throw lost("its trailer points elsewhere")
        }
        guard try file.digest(of: trailer.indexOffset..<end) == trailer.indexDigest else {
            throw lost("it changed after it was written")
        }
        do {
            return try parse(trailer.indexOffset..<end)
        } catch let failure as IndexParser.Failure {
            throw lost(failure.what)
        }
    }

    private func parse(_ range: Range<Int>) throws -> (manifest: Manifest, sections: [Section]) {
        let reader = MemberReader(file)
        var parser = IndexParser()
        var (offset, rawBytes, number) = (range.lowerBound, 0, 0)
        while offset < range.upperBound {
            number += 1
            guard let (header, member) = try reader.member(at: offset), header.content == .index,
                offset + member.bytes <= range.upperBound
            else { throw lost("it is not made of members") }
            rawBytes += member.rawSize
            guard rawBytes <= Self.rawLimit else { throw lost("it is too large") }
            let text = try reader.text(of: member, number: number)
            defer { reader.texts.give(text) }
            try parser.consume(text.bytes)
            offset += member.bytes
        }
        return try parser.finish(indexOffset: range.lowerBound)
    }

    private func lost(_ why: String) -> ArchiveError {
        .damaged("the index of \(file.name) cannot be used: \(why)")
    }
}
