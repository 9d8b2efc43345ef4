/// Fetches members from a file and takes them apart, checking everything, on any thread.
struct MemberReader: Sendable {
    let file: InputFile
    private let compressed = BlockPool(capacity: MemberHeader.byteLimit, limit: 8)
    let texts = BlockPool(capacity: MemberHeader.rawLimit, limit: 8)
    private let decompressors = InstancePool { MemberDecompressor() }

    init(_ file: InputFile) { self.file = file }

    /// The member's text in a block that the caller gives back to ``texts``.
    ///
    /// - Parameter number: from 1, for messages.
    func text(of member: Member, number: Int, content: MemberHeader.Content? = nil) throws -> Block {
        let input = compressed.take()
        defer { compressed.give(input) }
        try file.read(member.bytes, at: member.offset, into: input)
        let damaged = ArchiveError.damaged(
            "\(file.name) is damaged: member \(number) at byte \(member.offset) is not as it was written")
        if let digest = member.digest, digest != MemberDigest(of: input.bytes) { throw damaged }
        let output = texts.take()
        guard let header = decompressors.with({ $0.decompress(input.bytes, into: output) }),
            output.count == member.rawSize, header.startsRow == member.startsRow,
            content == nil || header.content == content
        else {
            texts.give(output)
            throw damaged
        }
        return output
    }

    /// What the header and footer at this place say; nil where there is none of ours.
    func member(at offset: Int) throws -> (header: MemberHeader, member: Member)? {
        let head = try file.read(at: offset, count: MemberHeader.byteCount)
        guard let header = head.withUnsafeBytes({ MemberHeader($0) }) else { return nil }
        let end = offset + header.memberBytes
        guard end <= file.bytes else {
            throw ArchiveError.cutShort("\(file.name) ends inside of the member at byte \(offset)")
        }
        let size = try file.read(at: end - 4, count: 4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        guard header.content == .trailer || Int(UInt32(littleEndian: size)) <= MemberHeader.rawLimit else { return nil }
        return (
            header,
            Member(
                offset: offset, bytes: header.memberBytes, rawSize: Int(UInt32(littleEndian: size)),
                startsRow: header.startsRow, digest: nil)
        )
    }
}
