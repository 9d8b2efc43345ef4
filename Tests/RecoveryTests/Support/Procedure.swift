import Deployment
import Foundation
import PostgresTesting
import Testing

@testable import Recovery

/// A procedure as a sweep of faults runs it, again and again, on a small database whose one row says of when it is.
enum Procedure: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case backup, verify, restore, restoreInPlace, undo, prune, drill

    var testDescription: String { rawValue }

    /// As a journal calls it.
    var command: String { self == .restoreInPlace ? "restore" : rawValue }

    private static let sample = """
        CREATE TABLE epoch (name text PRIMARY KEY);
        INSERT INTO epoch VALUES ('backup');
        -- By this table a database is known to be Reva's, and is marked when it goes back in time.
        CREATE TABLE schema_migrations (version integer PRIMARY KEY);
        CREATE EXTENSION vector;
        CREATE TABLE near AS SELECT '[1,2]'::vector(2) AS v;
        CREATE INDEX by_nearness ON near USING hnsw (v vector_l2_ops);
        """

    /// A database that has gone on since its backup; where something is to be undone, one that was restored.
    func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        _ = try await bench.recovery().backup()
        try await bench.database.psql("UPDATE epoch SET name = 'live'")
        if self == .undo { _ = try await bench.recovery().restore("latest") }
        return bench
    }

    static let old = "reva_2026-01-01_020000.sql.gz"

    /// Makes it so that there is something to do.
    func prepare(_ bench: Workbench) async throws {
        switch self {
        case .restore, .restoreInPlace:
            try await bench.tidy()
            try await bench.database.psql("UPDATE epoch SET name = 'live'")
        case .prune:
            let newest = try Catalog(folder: bench.folder.path).newestProven()
            if !bench.folder.names.contains(Self.old) {
                try bench.folder.write(Self.old, bench.folder.data(newest.name))
            }
            let copy = "\(bench.database.name)_before_20260101_020000"
            if try await !bench.others(setAside: true).contains(copy) {
                try await bench.maintenance("CREATE DATABASE \(copy)")
            }
        case .backup, .verify, .undo, .drill: break
        }
    }

    /// - Returns: true when it came to the end that it is for.
    func run(_ recovery: Recovery) async throws -> Bool {
        switch self {
        case .backup: try await recovery.backup().state == .proven
        case .verify: try await recovery.verify("latest").state == .proven
        case .restore: try await recovery.restore("latest").state == .restored
        case .restoreInPlace: try await recovery.restore("latest", inPlace: true).state == .restored
        case .undo: try await recovery.undo().before != nil
        case .prune: try await recovery.prune(dryRun: false).copies.allSatisfy(\.removed)
        case .drill: try await recovery.drill(.init(recoveryPoint: 86400, recoveryTime: 1800)).passed
        }
    }

    /// The next run: itself, but for a drill, which takes seconds and tidies up like any other.
    func runAgain(_ recovery: Recovery) async throws -> Bool {
        guard self == .drill else { return try await run(recovery) }
        return try await recovery.backup(prove: false).state == .whole
    }

    /// What the row of the live database may say after a fault; nil stands for no database.
    var allowed: [String?] {
        switch self {
        case .backup, .verify, .prune, .drill: ["live"]
        case .restore, .undo: ["live", "backup"]
        case .restoreInPlace: ["live", "backup", nil]
        }
    }

    /// Which calls go wrong. Each goes wrong in one way, for a sweep takes its time; in all of them where production is
    /// touched, or where there are few.
    func calls(_ kind: Mishap.Kind) -> StrideTo<Int> {
        let kinds = Mishap.Kind.allCases
        guard ![.restore, .prune].contains(self), let first = kinds.firstIndex(of: kind) else {
            return stride(from: 1, to: 1000, by: 1)
        }
        return stride(from: 1 + first, to: 1000, by: kinds.count)
    }
}

extension Workbench {
    /// What the row of the live database says; nil when there is no database.
    func epoch() async throws -> String? {
        let found = try await maintenance("SELECT count(*) FROM pg_database WHERE datname = '\(database.name)'")
        return found == "0" ? nil : try await database.psql("SELECT name FROM epoch")
    }

    /// The same of all that restores set aside.
    func formerEpochs() async throws -> [String] {
        var epochs: [String] = []
        for name in try await others(setAside: true) where name.contains("_before_") {
            epochs.append(try await TestDatabase(server: database.server, name: name).psql("SELECT name FROM epoch"))
        }
        return epochs
    }
}
