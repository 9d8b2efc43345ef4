import FoundationEssentials

/// Puts an index together from its text, and believes nothing of it that does not hold together.
struct IndexParser {
    struct Failure: Error {
        let what: String
    }

    /// A line may hold the manifest with its probes; nothing we write comes near.
    static let lineLimit = 32 << 20

    private let decoder: JSONDecoder
    private var unread: [UInt8] = []
    private var manifest: Manifest?
    private var tables: [Inventory.Table] = []
    private var objects: [Inventory.Object] = []
    private var sections: [Section] = []
    private var nextOffset = 0
    private var end: IndexLine.End?

    init() {
        decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
    }

    mutating func consume(_ text: UnsafeRawBufferPointer) throws {
        var rest = text[...]
        while let newline = rest.firstIndex(of: 10) {
            try read(line: unread + rest[..<newline])
            unread = []
            rest = rest[(newline + 1)...]
        }
        guard unread.count + rest.count <= Self.lineLimit else { throw Failure(what: "a line is too long") }
        unread += rest
    }

    /// - Parameter indexOffset: where the script ends in the file.
    func finish(indexOffset: Int) throws -> (manifest: Manifest, sections: [Section]) {
        guard var manifest, let end, unread.isEmpty else { throw Failure(what: "it has no end") }
        manifest.inventory = Inventory(
            tables: tables, objects: objects, serverVersion: manifest.inventory.serverVersion,
            dumpVersion: manifest.inventory.dumpVersion)
        guard nextOffset == indexOffset, end == IndexText.end(manifest.inventory, sections, indexOffset) else {
            throw Failure(what: "what it lists is not what it counts")
        }
        return (manifest, sections)
    }

    private mutating func read(line: [UInt8]) throws {
        guard line.starts(with: IndexText.prefix.utf8) else {
            guard line.isEmpty || line.starts(with: "--".utf8) else { throw Failure(what: "a line is no comment") }
            return
        }
        guard end == nil else { throw Failure(what: "something follows its end") }
        let entry: IndexLine
        do {
            entry = try decoder.decode(IndexLine.self, from: Data(line.dropFirst(IndexText.prefix.utf8.count)))
        } catch {
            throw Failure(what: "a line cannot be read")
        }
        if let format = entry.format, format != IndexText.format {
            throw Failure(what: "it has format \(format), this reva knows format \(IndexText.format)")
        }
        if let manifest = entry.manifest {
            guard self.manifest == nil, entry.format != nil else { throw Failure(what: "it has two manifests") }
            self.manifest = manifest
        }
        if let table = entry.table { tables.append(table) }
        if let object = entry.object { objects.append(object) }
        if let section = entry.section { try begin(section) }
        for row in entry.members ?? [] { try add(row.member) }
        end = entry.end
    }

    private mutating func begin(_ head: IndexLine.SectionHead) throws {
        let ofTable = [.tableHead, .rows, .tableTail].contains(head.role)
        guard ofTable == (head.table != nil) else { throw Failure(what: "a section's table does not fit its role") }
        sections.append(Section(role: head.role, table: head.table, members: []))
    }

    /// Members lie one behind the other from the first byte of the file on, so none can overlap or point elsewhere.
    private mutating func add(_ member: Member) throws {
        guard !sections.isEmpty, member.offset == nextOffset,
            (MemberHeader.byteCount + MemberHeader.footerCount...MemberHeader.byteLimit).contains(member.bytes),
            (0...MemberHeader.rawLimit).contains(member.rawSize)
        else { throw Failure(what: "a member is not where it should be") }
        nextOffset += member.bytes
        sections[sections.count - 1].members.append(member)
    }
}
