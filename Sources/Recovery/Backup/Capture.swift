import Archive
import Deployment
import Foundation

/// Takes a backup: everything that pg_dump says of the database at one moment, in one file.
///
/// All SQL comes from pg_dump, run beside the database and so of the server's version. One session exports a snapshot and
/// holds it; one pg_dump writes the definitions, and as many as `jobs` write the rows of their share of the tables, all
/// from that snapshot.
struct Capture: Sendable {
    /// Facts in the manifest: how long taking the backup took, and bytes of the database on the server.
    static let secondsFact = "seconds"
    static let sizeFact = "databaseBytes"

    let recovery: Recovery
    let run: Run

    /// - Returns: the finished file. On failure nothing is left under any name.
    func take() async throws -> FinishedArchive {
        let deployment = recovery.deployment
        return try await DatabaseSession.with(deployment) { session in
            let snapshot = try await run.step("take a snapshot") { try await Snapshot.export(in: session) }
            let takenAt = Date()
            let writer = try ArchiveWriter(directory: recovery.backups.string, takenAt: takenAt)
            defer { writer.abandon() }
            let stream = DumpStream(deployment: deployment, database: deployment.database, snapshot: snapshot.name)
            let schema = try await run.step("read the definitions") { try await Schema.read(from: stream) }
            let plan = try await DumpPlan(for: session, jobs: recovery.settings.jobs)
            let shares = try await run.step("read the rows") {
                try await readRows(
                    by: plan, from: stream, into: writer, expecting: recovery.expectedText(snapshot.size))
            }
            return try await run.step("finish the file") {
                var inventory = schema.inventory
                for share in shares { inventory.merge(share.inventory) }
                let omissions = plan.omissions(in: inventory)
                guard omissions.isEmpty else {
                    throw RecoveryError("pg_dump left something out: \(omissions.joined(separator: ", "))")
                }
                var facts = snapshot.locale.facts
                facts[Self.sizeFact] = "\(snapshot.size)"
                facts[Self.secondsFact] = String(format: "%.3f", Date().timeIntervalSince(takenAt))
                let manifest = Manifest(
                    takenAt: takenAt, database: deployment.database, serverVersion: snapshot.serverVersion,
                    dumpVersion: inventory.dumpVersion ?? "", extensions: try await Snapshot.extensions(in: session),
                    facts: facts, snapshotLSN: snapshot.lsn, inventory: inventory)
                return try await offload {
                    try Self.assemble(writer, schema: schema, shares: shares, manifest: manifest)
                }
            }
        }
    }

    /// One stream's part of the file. A part wants one thread at a time: here it goes from the one that wrote it to the
    /// one that appends it.
    private struct Share: @unchecked Sendable {
        let part: ArchivePart
        let inventory: Inventory
    }

    private func readRows(
        by plan: DumpPlan, from stream: DumpStream, into writer: ArchiveWriter, expecting total: Int?
    ) async throws -> [Share] {
        let count = ByteCount(run, of: total)
        return try await withThrowingTaskGroup(of: (Int, Share).self) { group in
            for (index, arguments) in plan.shares.enumerated() {
                group.addTask {
                    let handler = ShareWriter(part: try writer.part(), written: count)
                    let (_, inventory) = try await stream.read(arguments, into: handler)
                    return (index, Share(part: handler.part, inventory: inventory))
                }
            }
            var shares: [(Int, Share)] = []
            for try await share in group { shares.append(share) }
            return shares.sorted { $0.0 < $1.0 }.map { $0.1 }
        }
    }

    /// Puts the parts together in the order in which psql must meet them, and publishes the file.
    private static func assemble(
        _ writer: ArchiveWriter, schema: Schema, shares: [Share], manifest: Manifest
    ) throws -> FinishedArchive {
        let head = try writer.part()
        try head.text(schema.head.span.bytes, role: .preData)
        try writer.append(head)
        for share in shares { try writer.append(share.part) }
        let tail = try writer.part()
        try tail.text(schema.tail.span.bytes, role: .postData)
        try writer.append(tail)
        return try writer.finish(manifest)
    }
}

/// The definitions of a database, as the first and the last part of a script.
struct Schema: Sendable {
    /// Session settings, removal of what is in the way, then everything that must stand before the rows.
    let head: [UInt8]
    /// Everything that comes after the rows, and the end marker.
    let tail: [UInt8]
    let inventory: Inventory

    /// Asks for both sections with `--clean`: each removes its own, and constraints and indexes must go before tables.
    static func read(from stream: DumpStream) async throws -> Schema {
        async let before = stream.read(["--section=pre-data", "--clean", "--if-exists"], into: SchemaText())
        async let after = stream.read(["--section=post-data", "--clean", "--if-exists"], into: SchemaText())
        let (pre, post) = try await (before, after)
        var inventory = pre.inventory
        inventory.merge(post.inventory)
        return Schema(
            head: pre.handler.preamble + post.handler.drops + pre.handler.drops + pre.handler.entries,
            tail: post.handler.entries + pre.handler.ending, inventory: inventory)
    }
}
