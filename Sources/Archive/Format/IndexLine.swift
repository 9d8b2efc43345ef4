/// One line of the index: JSON with one of these keys.
struct IndexLine: Codable {
    struct SectionHead: Codable {
        let role: SectionRole
        let table: TableName?
    }

    /// `[offset, bytes, raw bytes, 1 if it starts a row, "SHA-256"]`
    struct MemberRow: Codable {
        let member: Member

        init(_ member: Member) { self.member = member }

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            let (offset, bytes) = (try row.decode(Int.self), try row.decode(Int.self))
            let (rawSize, startsRow) = (try row.decode(Int.self), try row.decode(Int.self))
            guard let digest = MemberDigest(hex: try row.decode(String.self).utf8), row.isAtEnd, startsRow & ~1 == 0
            else {
                throw DecodingError.dataCorruptedError(in: row, debugDescription: "not a member")
            }
            member = Member(offset: offset, bytes: bytes, rawSize: rawSize, startsRow: startsRow == 1, digest: digest)
        }

        func encode(to encoder: any Encoder) throws {
            var row = encoder.unkeyedContainer()
            try row.encode(member.offset)
            try row.encode(member.bytes)
            try row.encode(member.rawSize)
            try row.encode(member.startsRow ? 1 : 0)
            try row.encode(member.digest?.hex ?? "")
        }
    }

    struct End: Codable, Equatable {
        let sections: Int
        let members: Int
        let tables: Int
        let objects: Int
        let scriptBytes: Int
        let indexOffset: Int
    }

    var format: Int?
    var manifest: Manifest?
    var table: Inventory.Table?
    var object: Inventory.Object?
    var section: SectionHead?
    var members: [MemberRow]?
    var end: End?
}
