import Archive
import Deployment

extension ScratchDatabase {
    /// Checks what can be checked, then makes the database for a backup.
    ///
    /// - Parameter copies: how many there will be beside production.
    /// - Throws: when the backup is of a newer server than this one, or when the server's disk has not enough room for
    ///   them.
    func make(for reader: ArchiveReader, copies: Int = 1, _ run: Run) async throws {
        let live = try await checkPlace(for: reader, copies: copies)
        try await make(for: reader, beside: live, run)
    }

    /// The same without a look at the room on the disk, for a database that production makes room for.
    func makeAnywhere(for reader: ArchiveReader, _ run: Run) async throws {
        try await make(for: reader, beside: try await checkPlace(for: reader, copies: 0), run)
    }

    private func make(for reader: ArchiveReader, beside live: DatabaseLocale?, _ run: Run) async throws {
        try run.note { $0.scratch = name }
        guard let locale = reader.manifest.flatMap({ DatabaseLocale(facts: $0.facts) }) else {
            return try await create(live, run)
        }
        do {
            try await create(locale, run)
        } catch let error as RecoveryError where error.sqlState == "42809" || error.sqlState == "22023" {
            run.warn("\(error); using the locale of the database \(deployment.database)")
            try await create(live, run)
        }
        if let live, live != locale {
            run.remark("the backup's locale, \(locale.collation), is not that of the database \(deployment.database)")
        }
    }

    /// Checks that the backup can be restored here.
    /// - Parameter copies: for how many of it there must be room.
    /// - Returns: the locale of the live database; nil when there is none.
    func checkPlace(for reader: ArchiveReader, copies: Int = 1) async throws -> DatabaseLocale? {
        struct Row: Decodable { let locale: DatabaseLocale }
        let (server, live) = try await DatabaseSession.with(deployment, database: Self.maintenance) { session in
            let server = try await ServerFacts.read(in: session)
            let rows: [Row] = try await session.rows(
                "SELECT \(DatabaseLocale.json) AS locale FROM pg_database d WHERE datname = :'live'",
                ["live": deployment.database])
            return (server, rows.first?.locale)
        }
        let origin = try await offload { try reader.serverVersion() }
        if let origin, let major = ServerFacts.major(of: origin), major > server.major {
            throw RecoveryError(
                "the backup is of PostgreSQL \(origin), and the server here is \(server.version), which is older",
                hints: ["restore it on a server of version \(major) or newer"])
        }
        if copies > 0 { try await checkRoom(for: copies, of: reader, in: server.dataDirectory) }
        return live
    }

    private func checkRoom(for copies: Int, of reader: ArchiveReader, in directory: String?) async throws {
        guard let size = reader.manifest?.facts[Capture.sizeFact].flatMap({ Int($0) }) ?? reader.scriptBytes else {
            return
        }
        try await Self.checkRoom(for: copies, of: size, in: directory, of: deployment)
    }

    /// - Parameter size: of the database, in bytes.
    /// - Throws: `RecoveryError` with the reason `.noSpace`; nothing where nobody can tell how much is free.
    static func checkRoom(
        for copies: Int, of size: Int, in directory: String?, of deployment: any Deployment
    ) async throws {
        guard let directory, let free = await deployment.freeSpace(at: directory) else { return }
        // A fresh copy is never larger than what it was taken from, and while it is loaded the log grows beside it.
        let needed = copies * size + size / 4
        guard free > needed else {
            throw RecoveryError(
                "\(copies == 1 ? "a copy beside production needs" : "\(copies) copies beside production need") about \(needed >> 20) MiB in \(directory), and \(free >> 20) MiB are free",
                reason: .noSpace,
                hints: [
                    "free space there", "reva prune drops what former restores set aside",
                    copies == 1
                        ? "reva restore --in-place needs no second copy, and keeps the application down for all of the restore"
                        : "reva drill --on server restores to another disk",
                ])
        }
    }
}

extension ArchiveReader {
    /// The version of the server that the dump was taken from; nil when the dump does not say.
    func serverVersion() throws -> String? {
        if let manifest { return manifest.serverVersion }
        struct Enough: Error {}
        var head: [UInt8] = []
        do {
            try readAll { bytes in
                head.append(contentsOf: bytes)
                if head.count > 16 << 10 { throw Enough() }
            }
        } catch is Enough {}
        let text = String(decoding: head, as: UTF8.self)
        return text.firstMatch(of: /-- Dumped from database version (.+)/).map { String($0.1) }
    }
}
