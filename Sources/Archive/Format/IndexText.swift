import FoundationEssentials

/// The index as text: SQL comments, so that psql reads over it, each with a line of JSON in ASCII.
enum IndexText {
    static let format = 1
    static let prefix = "-- reva-index: "
    static let heading = """

        --
        -- Index of this backup, for reva. Everything above is complete without it.
        --


        """
    static let membersInALine = 256

    /// Gives the lines one after another, not all at once: a large backup has many members.
    static func write(
        _ manifest: Manifest, _ sections: [Section], indexOffset: Int, to output: ([UInt8]) throws -> Void
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        func put(_ line: IndexLine) throws {
            try output(Array(prefix.utf8) + ascii(try encoder.encode(line)) + [10])
        }
        var head = manifest
        head.inventory.tables = []
        head.inventory.objects = []
        try output(Array(heading.utf8))
        try put(IndexLine(format: format, manifest: head))
        for table in manifest.inventory.tables { try put(IndexLine(table: table)) }
        for object in manifest.inventory.objects { try put(IndexLine(object: object)) }
        for section in sections {
            try put(IndexLine(section: IndexLine.SectionHead(role: section.role, table: section.table)))
            for start in stride(from: 0, to: section.members.count, by: membersInALine) {
                let some = section.members[start..<min(start + membersInALine, section.members.count)]
                try put(IndexLine(members: some.map(IndexLine.MemberRow.init)))
            }
        }
        try put(IndexLine(end: end(manifest.inventory, sections, indexOffset)))
    }

    static func end(_ inventory: Inventory, _ sections: [Section], _ indexOffset: Int) -> IndexLine.End {
        IndexLine.End(
            sections: sections.count, members: sections.reduce(0) { $0 + $1.members.count },
            tables: inventory.tables.count, objects: inventory.objects.count,
            scriptBytes: sections.reduce(0) { $0 + $1.rawSize }, indexOffset: indexOffset)
    }

    /// JSON without a byte that an encoding other than UTF-8 could take for something else.
    private static func ascii(_ json: Data) -> [UInt8] {
        if json.allSatisfy({ $0 < 128 }) { return Array(json) }
        var result: [UInt8] = []
        for unit in String(decoding: json, as: UTF8.self).utf16 {
            if unit < 128 {
                result.append(UInt8(unit))
            } else {
                let digits = String(unit, radix: 16)
                result += Array("\\u".utf8) + Array(repeating: UInt8(ascii: "0"), count: 4 - digits.count) + digits.utf8
            }
        }
        return result
    }
}
