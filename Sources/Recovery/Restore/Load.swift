import Archive
import Deployment
import Foundation
import Synchronization
import SystemPackage

/// Loads a backup into an empty database: definitions, rows side by side, keys, indexes, the rest, statistics.
///
/// The first error ends the load with the server's own words; what was loaded until then is nobody's yet.
struct Load: Sendable {
    let recovery: Recovery
    let run: Run
    let reader: ArchiveReader
    let target: ScratchDatabase

    /// What was sent to the database.
    struct Outcome: Sendable {
        /// What the backup says it holds, or for a plain dump what passed by.
        var inventory: Inventory
        let reports: [String]
        var schedule: LoadSchedule
        let preamble: [UInt8]
    }

    var feed: ScriptFeed { ScriptFeed(deployment: recovery.deployment, database: target.name) }

    /// Loads everything except the vector indexes.
    func fill() async throws -> Outcome {
        let outcome = try await run.step("load the rows") { try await loadRows() }
        for report in outcome.reports { run.remark(report) }
        let schedule = outcome.schedule
        try await run.step("build keys and indexes") {
            try await progress(in: target.name).watch {
                try await sideBySide(schedule.constraints, of: outcome)
                try await sideBySide(schedule.indexes, of: outcome)
                try await execute(schedule.rest, of: outcome)
            }
        }
        try await run.step("gather statistics") { try await analyze(outcome.inventory.tables.map(\.name)) }
        return outcome
    }

    func progress(in database: String) -> IndexProgress {
        IndexProgress(run: run, deployment: recovery.deployment, database: database)
    }

    // MARK: Rows

    private func loadRows() async throws -> Outcome {
        let rules = try await DatabaseSession.with(recovery.deployment, database: target.name) {
            try await LoadRules(for: $0)
        }
        let (reader, settings) = (reader, sessionSettings)
        let read = Mutex<(script: LoadScript, inventory: Inventory)?>(nil)
        let counts = try await feed.run("the backup cannot be loaded") { sink in
            try sink.write(settings)
            var handler = LoadHandler(rules: rules, output: sink)
            let inventory = try reader.scan(into: &handler)
            let result = (handler.script, inventory)
            read.withLock { $0 = result }
        }
        guard let (script, scanned) = read.withLock(\.self) else {
            throw RecoveryError("nothing was read of \(reader.path)")
        }
        let inventory = reader.manifest?.inventory ?? scanned
        if reader.form.isIndexed {
            try await loadRowsSideBySide(preamble: script.preamble, inventory: inventory)
        } else {
            try check(
                Dictionary(zip(scanned.tables.filter { $0.form == .copy }.map(\.name), counts)) { $0 + $1 }, inventory)
        }
        return Outcome(
            inventory: inventory, reports: script.reports, schedule: LoadSchedule(script.afterRows),
            preamble: script.preamble)
    }

    // MARK: Definitions after the rows

    /// Deals groups of statements out to as many sessions as there are jobs.
    private func sideBySide(_ groups: [[LoadScript.Piece]], of outcome: Outcome) async throws {
        let count = max(1, min(recovery.settings.jobs, groups.count))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for job in 0..<count {
                let share = stride(from: job, to: groups.count, by: count).flatMap { groups[$0] }
                tasks.addTask { try await execute(share, of: outcome) }
            }
            try await tasks.waitForAll()
        }
    }

    func execute(
        _ pieces: [LoadScript.Piece], of outcome: Outcome, in database: String? = nil
    ) async throws {
        guard !pieces.isEmpty else { return }
        let together = await hasSharedMemory ? "" : "SET max_parallel_maintenance_workers = 0;\n"
        let settings = sessionSettings + together
        let feed = ScriptFeed(deployment: recovery.deployment, database: database ?? target.name)
        _ = try await feed.run("the backup's definitions cannot be loaded") { sink in
            try sink.write(settings)
            try sink.write(outcome.preamble.span.bytes)
            for piece in pieces { try sink.write(piece.text.span.bytes) }
        }
    }

    private func analyze(_ tables: [TableName]) async throws {
        let settings = sessionSettings
        let jobs = max(1, recovery.settings.jobs)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for job in 0..<jobs {
                group.addTask {
                    _ = try await feed.run("statistics cannot be gathered") { sink in
                        try sink.write(settings)
                        for index in stride(from: job, to: tables.count, by: jobs) {
                            try sink.write("ANALYZE \(tables[index].sql);\n")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// False where several processes cannot build an index together: they share as much memory as one may use, a container
    /// has 64 MB for that unless it was given more, and the server takes the lack for a full disk.
    private var hasSharedMemory: Bool {
        get async {
            guard let free = await target.deployment.freeSpace(at: "/dev/shm") else { return true }
            return free > recovery.settings.maintenanceMemory << 20
        }
    }

    /// What makes a load fast and loses nothing: the database is thrown away if the server falls.
    ///
    /// A table of vectors is small to the planner, for the vectors lie outside of it: only the last setting lets their
    /// index be built by more than one process (65 s or 34 s for 50,000 of 768 dimensions on two processors).
    var sessionSettings: String {
        """
        SET synchronous_commit = off;
        SET maintenance_work_mem = '\(recovery.settings.maintenanceMemory)MB';
        SET max_parallel_maintenance_workers = \(max(1, recovery.settings.jobs - 1));
        SET min_parallel_table_scan_size = 0;

        """
    }
}

extension SectionRole {
    /// Rows, and what stands around them.
    fileprivate var isTable: Bool { self == .rows || self == .tableHead || self == .tableTail }
}

extension ArchiveReader {
    /// Scans the definitions alone where there is an index, the whole dump otherwise.
    func scan(into handler: inout LoadHandler) throws -> Inventory {
        var scanner = DumpScanner()
        if form.isIndexed {
            try read(sections.filter { !$0.role.isTable }) { try scanner.consume($0, into: &handler) }
        } else {
            try readAll { try scanner.consume($0, into: &handler) }
        }
        try scanner.finish(into: &handler)
        return scanner.inventory
    }
}

extension ArchiveReader.Form {
    var isIndexed: Bool {
        if case .indexed = self { true } else { false }
    }
}
