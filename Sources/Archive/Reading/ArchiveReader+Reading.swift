extension ArchiveReader {
    /// Gives the text of these sections, in the order given. Only their bytes of the file are read; members are unpacked
    /// ahead, and every checksum holds before a byte is given out.
    package func read(_ sections: [Section], into body: (RawSpan) throws -> Void) throws {
        try read(members: sections.flatMap(\.members), into: body)
    }

    /// Gives the text of these members, as ``read(_:into:)`` does.
    package func read(members: some Collection<Member>, into body: (RawSpan) throws -> Void) throws {
        try unpack(Array(members)) { _, text in try body(text.bytes.bytes) }
    }

    /// Gives the whole script, the index left out, whatever the form of the file.
    ///
    /// - Throws: `.cutShort` at the end if the file has no index any more and stops where nothing shows that it was the
    ///   end; what there is has been given out then.
    package func readAll(into body: (RawSpan) throws -> Void) throws {
        switch form {
        case .indexed: try read(sections, into: body)
        case .plain: try GzipStream(file).read { text, _ in try body(text.bytes) }
        case .indexLost:
            let (members, endsWithIndex) = try hop()
            try read(members: members, into: body)
            if !endsWithIndex { throw ArchiveError.cutShort("\(file.name) ends before its index does") }
        }
    }

    /// Gives the script as far as it is whole: up to the first member that is damaged or cut off.
    ///
    /// - Throws: why it goes no further; what there is has been given out then. In a file made by others some of the last of it
    ///   may be wrong, for its checksum comes at its end.
    package func readWhole(into body: (RawSpan) throws -> Void) throws {
        guard case .indexLost = form else { return try readAll(into: body) }
        var (offset, number) = (0, 1)
        while offset < file.bytes {
            guard let (header, member) = try reader.member(at: offset) else {
                throw ArchiveError.cutShort("\(file.name) is whole up to byte \(offset) of \(file.bytes)")
            }
            if header.content == .index || header.content == .trailer { return }
            let text = try reader.text(of: member, number: number)
            defer { reader.texts.give(text) }
            try body(text.bytes.bytes)
            (offset, number) = (offset + member.bytes, number + 1)
        }
        throw ArchiveError.cutShort("\(file.name) ends after its member \(number - 1), and before its index")
    }

    /// Finds the members of the script by their headers alone, index and trailer left out.
    ///
    /// - Throws: `.damaged` or `.cutShort` where the chain breaks, and for a plain file, which has none.
    package func members() throws -> [Member] { try hop().members }

    /// - Returns: also whether the script's end could be seen.
    private func hop() throws -> (members: [Member], endsWithIndex: Bool) {
        var members: [Member] = []
        var offset = 0
        while offset < file.bytes {
            guard let (header, member) = try reader.member(at: offset) else {
                if offset + MemberHeader.byteCount > file.bytes {
                    throw ArchiveError.cutShort("\(file.name) ends inside of the member at byte \(offset)")
                }
                throw ArchiveError.damaged(
                    "\(file.name) is damaged: no member begins at byte \(offset), where member \(members.count + 1) should"
                )
            }
            if header.content == .index || header.content == .trailer { return (members, true) }
            members.append(member)
            offset += member.bytes
        }
        return (members, false)
    }

    /// Unpacks ahead on the pool and gives each member's text with its number.
    func unpack(_ members: [Member], _ body: (Int, Block) throws -> Void) throws {
        let reader = reader
        let ahead = ReadAhead(pool: pool, depth: min(pool.width + 1, 8), count: members.count) { index in
            try reader.text(of: members[index], number: index + 1)
        }
        var number = 0
        while let text = try ahead.next() {
            defer { reader.texts.give(text) }
            try body(number, text)
            number += 1
        }
    }
}
