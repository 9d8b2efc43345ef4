/// A stretch of the script on its way into a backup. Several may be filled side by side, each by one thread at a time;
/// ``ArchiveWriter/append(_:)`` puts them into order.
// Sendable: the block being filled belongs to the one thread that fills it; all else is behind a lock.
package final class ArchivePart: @unchecked Sendable {
    private let workshop: Workshop
    private let file: OutputFile
    private let sections: Monitor<[Section]>
    private let pipeline: OrderedPipeline<Packed>

    private var block: Block
    private var blockStartsRow = true
    private var openTable: TableName?
    /// The role and table the block is for; nil before the first byte.
    private var current: Place?

    private struct Place: Equatable {
        let role: SectionRole
        let table: TableName?
    }

    private struct Packed: Sendable {
        let section: Int
        let output: Block
        let rawSize: Int
        let startsRow: Bool
        let digest: MemberDigest
    }

    init(file: OutputFile, workshop: Workshop) {
        (self.file, self.workshop) = (file, workshop)
        let sections = Monitor<[Section]>([])
        self.sections = sections
        block = workshop.blocks.take()
        pipeline = OrderedPipeline(pool: workshop.pool, slots: workshop.slots) { packed in
            let offset = file.bytes
            try file.write(packed.output.bytes)
            let member = Member(
                offset: offset, bytes: packed.output.count, rawSize: packed.rawSize, startsRow: packed.startsRow,
                digest: packed.digest)
            workshop.outputs.give(packed.output)
            sections.change { $0[packed.section].members.append(member) }
        }
    }

    /// Adds text outside of rows. Neighbours of one role become one section.
    package func text(_ bytes: RawSpan, role: SectionRole) throws {
        guard openTable == nil else { throw misuse("text inside of the rows of a table") }
        guard role != .rows, role != .tableHead, role != .tableTail else {
            throw misuse("the text of a table without beginTable")
        }
        try add(bytes, at: Place(role: role, table: nil), cutsAtRows: false)
    }

    /// - Parameter head: what stands before the rows, up to the newline behind COPY … FROM stdin;
    package func beginTable(_ table: TableName, head: RawSpan) throws {
        guard openTable == nil else { throw misuse("a table inside of another") }
        try flush()
        current = nil
        try add(head, at: Place(role: .tableHead, table: table), cutsAtRows: false)
        openTable = table
        try enter(Place(role: .rows, table: table))
    }

    /// Rows with their newlines, in pieces of any size.
    package func rows(_ bytes: RawSpan) throws {
        guard let openTable else { throw misuse("rows without a table") }
        try add(bytes, at: Place(role: .rows, table: openTable), cutsAtRows: true)
    }

    /// - Parameter tail: the line `\.`
    package func endTable(tail: RawSpan) throws {
        guard let table = openTable else { throw misuse("the end of a table without its beginning") }
        openTable = nil
        try add(tail, at: Place(role: .tableTail, table: table), cutsAtRows: false)
        try flush()
        current = nil
    }

    /// Waits until all of it is in the file, which goes to the caller together with what is where in it.
    func close() throws -> (file: OutputFile, sections: [Section]) {
        guard openTable == nil else { throw misuse("a part that ends inside of the rows of a table") }
        try flush()
        try pipeline.drain()
        workshop.blocks.give(block)
        return (file, sections.read { $0 })
    }

    /// After all work has ended the file is removed.
    func abandon() {
        pipeline.stop(misuse("it was abandoned"))
        try? pipeline.drain()
        file.remove()
    }

    /// Lines of the index, in members of their own kind.
    func index(_ bytes: [UInt8]) throws {
        try add(bytes.span.bytes, at: Place(role: .text, table: nil), cutsAtRows: false, content: .index)
    }

    private var content = MemberHeader.Content.text

    private func add(
        _ bytes: RawSpan, at place: Place, cutsAtRows: Bool, content: MemberHeader.Content? = nil
    ) throws {
        if place != current { try enter(place) }
        self.content = content ?? (cutsAtRows ? .rows : .text)
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let piece = min(rest.count, MemberHeader.rawTarget - block.count)
                block.append(UnsafeRawBufferPointer(rebasing: rest[..<piece]))
                rest = UnsafeRawBufferPointer(rebasing: rest[piece...])
                if block.count == MemberHeader.rawTarget { try cutsAtRows ? flushWholeRows() : flush() }
            }
        }
    }

    private func enter(_ place: Place) throws {
        try flush()
        current = place
        blockStartsRow = true
        sections.change { $0.append(Section(role: place.role, table: place.table, members: [])) }
    }

    /// Sends the block off up to its last newline; what stands behind begins the next one.
    private func flushWholeRows() throws {
        let full = block
        var whole = full.count
        while whole > 0, full.base[whole - 1] != 10 { whole -= 1 }
        if whole == full.count || whole == 0 { return try flush() }
        let next = workshop.blocks.take()
        next.append(UnsafeRawBufferPointer(rebasing: full.bytes[whole...]))
        full.count = whole
        try flush()
        workshop.blocks.give(block)
        block = next
        blockStartsRow = true
    }

    private func flush() throws {
        guard block.count > 0 else { return }
        let full = block
        let section = sections.read { $0.count - 1 }
        let (content, startsRow, workshop) = (content, blockStartsRow, workshop)
        let endsRow = full.base[full.count - 1] == 10
        block = workshop.blocks.take()
        blockStartsRow = content != .rows || endsRow
        try pipeline.submit {
            let output = workshop.outputs.take()
            workshop.compressors.with {
                $0.compress(full.bytes, content: content, startsRow: startsRow, into: output)
            }
            let rawSize = full.count
            workshop.blocks.give(full)
            return Packed(
                section: section, output: output, rawSize: rawSize, startsRow: startsRow,
                digest: MemberDigest(of: output.bytes))
        }
    }

    private func misuse(_ what: String) -> ArchiveError {
        ArchiveError(.misuse, "a backup cannot be written as asked: \(what)")
    }
}
