import Archive
import Synchronization

extension Load {
    /// Loads the rows of a backup with an index by as many sessions as there are jobs, each taking the largest portion
    /// that is left.
    func loadRowsSideBySide(preamble: [UInt8], inventory: Inventory) async throws {
        let queue = PortionQueue(reader, inventory)
        let progress = ByteCount(run, of: queue.size)
        let (reader, settings) = (reader, sessionSettings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(recovery.settings.jobs, queue.count)) {
                group.addTask {
                    let mine = PortionLog()
                    let counts = try await feed.run("the rows cannot be loaded") { sink in
                        try sink.write(settings)
                        try sink.write(preamble.span.bytes)
                        while let portion = queue.next() {
                            mine.note(portion.table)
                            try sink.write(portion.command)
                            try reader.read(members: portion.members) { bytes in
                                try sink.write(bytes)
                                progress.add(bytes.byteCount)
                            }
                            try sink.write("\\.\n")
                        }
                    }
                    queue.note(zip(mine.tables, counts))
                }
            }
            try await group.waitForAll()
        }
        try check(queue.loaded, inventory)
    }

    /// The server's own count of what it took, against what the backup holds.
    func check(_ loaded: [TableName: Int], _ inventory: Inventory) throws {
        for table in inventory.tables where table.form == .copy && table.rows != loaded[table.name, default: 0] {
            throw RecoveryError(
                "the server took \(loaded[table.name, default: 0]) rows of table \(table.name) instead of \(table.rows)",
                reason: .badBackup)
        }
    }
}

/// One COPY's worth of a table.
private struct Portion: Sendable {
    let table: TableName
    let command: String
    let members: ArraySlice<Member>
    var size: Int { members.reduce(0) { $0 + $1.rawSize } }
}

/// The tables of the portions that one session was given, in order: its answers come without names.
private final class PortionLog: Sendable {
    private let state = Mutex<[TableName]>([])
    func note(_ table: TableName) { state.withLock { $0.append(table) } }
    var tables: [TableName] { state.withLock(\.self) }
}

/// What is left to be loaded, the largest first, and what the server has counted.
private final class PortionQueue: Sendable {
    /// Large tables are shared among sessions, but not cut so small that starting a COPY tells.
    private static let portionSize = 64 << 20

    let count: Int
    let size: Int
    private let state: Mutex<(left: ArraySlice<Portion>, loaded: [TableName: Int])>

    init(_ reader: ArchiveReader, _ inventory: Inventory) {
        let columns = Dictionary(inventory.tables.map { ($0.name, $0.columns) }) { first, _ in first }
        let portions = reader.sections.filter { $0.role == .rows }.flatMap { section -> [Portion] in
            guard let table = section.table, let names = columns[table] else { return [] }
            let list = names.map(TableName.quoted).joined(separator: ", ")
            // A table without columns has rows too, and then no list.
            let command = "COPY \(table.sql) \(names.isEmpty ? "" : "(\(list)) ")FROM stdin;\n"
            return section.shares(max(1, section.rawSize / Self.portionSize))
                .map { Portion(table: table, command: command, members: $0) }
        }
        count = portions.count
        size = portions.reduce(0) { $0 + $1.size }
        state = Mutex((portions.sorted { $0.size > $1.size }[...], [:]))
    }

    func next() -> Portion? { state.withLock { $0.left.popFirst() } }

    func note(_ counts: some Sequence<(TableName, Int)>) {
        state.withLock { state in
            for (table, rows) in counts { state.loaded[table, default: 0] += rows }
        }
    }

    var loaded: [TableName: Int] { state.withLock { $0.loaded } }
}
