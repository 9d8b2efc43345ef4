/// What a section of the script is for.
package enum SectionRole: String, Codable, Sendable {
    case preData
    /// What stands before a table's rows: comments and the COPY statement.
    case tableHead
    /// The rows of one table and nothing else.
    case rows
    /// The line `\.` that ends them.
    case tableTail
    case sequences, largeObjects, postData
    /// Anything else.
    case text
}

/// One gzip member: where it is and what must come out of it.
package struct Member: Equatable, Sendable {
    /// Of its first byte in the file.
    package let offset: Int
    /// Compressed, header and checksum included.
    package let bytes: Int
    package let rawSize: Int
    /// False when a row longer than a member began in one before it.
    package let startsRow: Bool
    /// Nil where it was found without the index.
    package let digest: MemberDigest?

    func moved(by distance: Int) -> Member {
        Member(offset: offset + distance, bytes: bytes, rawSize: rawSize, startsRow: startsRow, digest: digest)
    }
}

/// A part of the script; sections follow each other in the file without a gap.
package struct Section: Equatable, Sendable {
    package let role: SectionRole
    /// Of the roles `tableHead`, `rows` and `tableTail`, nil of others.
    package let table: TableName?
    /// None in the rows of an empty table.
    package internal(set) var members: [Member]

    /// Bytes of text.
    package var rawSize: Int { members.reduce(0) { $0 + $1.rawSize } }

    /// Cuts the members into at most `count` runs of about the same size, each beginning at the start of a row, so that
    /// several sessions can load one table. Fewer where there are not enough places to cut; none without members.
    package func shares(_ count: Int) -> [ArraySlice<Member>] {
        var shares: [ArraySlice<Member>] = []
        let total = rawSize
        var (start, done) = (0, 0)
        for (index, member) in members.enumerated() {
            let isDue = done * count >= total * (shares.count + 1)
            if index > start, isDue, member.startsRow, shares.count < count - 1 {
                shares.append(members[start..<index])
                start = index
            }
            done += member.rawSize
        }
        if start < members.count { shares.append(members[start...]) }
        return shares
    }
}
