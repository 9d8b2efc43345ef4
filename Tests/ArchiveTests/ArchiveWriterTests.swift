import Foundation
import Glibc
import Testing

@testable import Archive

@Suite struct ArchiveWriterTests {
    @Test("leaves nothing when it is abandoned, or forgotten")
    func abandon() throws {
        let folder = try TemporaryFolder()
        do {
            let writer = try ArchiveWriter(directory: folder.path, takenAt: backupTime)
            let part = try writer.part()
            try part.text([UInt8](repeating: 65, count: 5 << 20).span.bytes, role: .preData)
            #expect(folder.names.count == 2)
            #expect(folder.names.allSatisfy { $0.hasPrefix(".reva_2026-03-15_020000_") && $0.hasSuffix(".partial") })
            var status = stat()
            stat(folder.path + "/" + folder.names[0], &status)
            #expect(status.st_mode & 0o777 == 0o600)
            writer.abandon()
            writer.abandon()
            #expect(folder.names == [])
            #expect(throws: ArchiveError.self) {
                try part.text([UInt8](repeating: 1, count: 5 << 20).span.bytes, role: .text)
            }
            #expect(throws: ArchiveError.self) { try writer.part() }
            #expect(throws: ArchiveError.self) { try writer.finish(manifest()) }
        }
        _ = try ArchiveWriter(directory: folder.path, takenAt: backupTime)
        #expect(folder.names == [])
    }

    @Test("takes the next free second rather than overwrite")
    func nextName() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("reva_2026-03-15_020000.sql.gz", Array("mine".utf8))
        let first = try write(Sample.version18.bytes, to: folder)
        let second = try write(Sample.version18.bytes, to: folder)
        #expect(first.name.fileName == "reva_2026-03-15_020001.sql.gz")
        #expect(second.name == first.name.next)
        #expect(try folder.bytes("reva_2026-03-15_020000.sql.gz") == Array("mine".utf8))
        #expect(try ArchiveReader.open(second.path).manifest?.takenAt == backupTime)
    }

    @Test(
        "leaves nothing of a backup that fails at any step, tells why, and the next one succeeds",
        arguments: [
            (FaultPlan.Step.write, ENOSPC, 0, "unable to write reva_2026-03-15_020000.sql.gz: no space is left in "),
            (.write, EIO, 200_000, "unable to write reva_2026-03-15_020000.sql.gz: the disk under "),
            (.copy, ENOSPC, 0, "unable to write reva_2026-03-15_020000.sql.gz: no space is left in "),
            (.sync, EIO, 0, "unable to write reva_2026-03-15_020000.sql.gz: the disk under "),
            (.publish, EACCES, 0, "unable to publish reva_2026-03-15_020000.sql.gz: "),
            (.syncFolder, EIO, 0, "unable to publish reva_2026-03-15_020000.sql.gz: the disk under "),
            (.open, ENOSPC, 0, "unable to create reva_2026-03-15_020000.sql.gz: no space is left in "),
        ])
    func faults(_ step: FaultPlan.Step, _ code: Int32, _ after: Int, _ message: String) throws {
        let folder = try TemporaryFolder()
        let plan = FaultPlan { $0 == step && $1 >= after ? code : nil }
        let error = try #require(throws: ArchiveError.self) {
            try write(tableDump(rows: 100_000), to: folder, faults: plan)
        }
        #expect(error.summary.hasPrefix(message), "\(error.summary)")
        #expect(error.summary.contains(folder.path))
        #expect(error.reason == (code == ENOSPC ? .noSpace : .fileSystem))
        #expect(!error.hints.isEmpty)
        #expect(folder.names == [])
        let next = try write(tableDump(rows: 10), to: folder)
        #expect(next.name.fileName == "reva_2026-03-15_020000.sql.gz")
        #expect(folder.names == [next.name.fileName])
    }

    @Test("says that a folder does not exist")
    func noFolder() throws {
        let error = #expect(throws: ArchiveError.self) {
            try ArchiveWriter(directory: "/nowhere/backups", takenAt: backupTime)
        }
        #expect(error?.summary == "unable to create reva_2026-03-15_020000.sql.gz: /nowhere/backups does not exist")
    }

    @Test("removes what killed backups have left, and nothing else")
    func remains() throws {
        let folder = try TemporaryFolder()
        for name in [".reva_2026-03-15_020000_part1_7_x.partial", ".reva_.partial", ".other.partial", "reva_x.partial"]
        {
            _ = try folder.file(name, [1])
        }
        let finished = try write(Sample.version18.bytes, to: folder)
        #expect(
            try ArchiveWriter.removeRemains(in: folder.path)
                == [".reva_.partial", ".reva_2026-03-15_020000_part1_7_x.partial"])
        #expect(folder.names == [".other.partial", "reva_2026-03-15_020000.sql.gz", "reva_x.partial"])
        #expect(try ArchiveWriter.removeRemains(in: folder.path) == [])
        #expect(throws: Never.self) { try ArchiveReader.open(finished.path).check() }
        #expect(throws: ArchiveError.self) { try ArchiveWriter.removeRemains(in: folder.path + "/nowhere") }
    }

    @Test("refuses to be used out of order")
    func misuse() throws {
        let folder = try TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.path, takenAt: backupTime)
        let part = try writer.part()
        let bytes = Array("x\n".utf8)
        #expect(throws: ArchiveError.self) { try part.rows(bytes.span.bytes) }
        #expect(throws: ArchiveError.self) { try part.endTable(tail: bytes.span.bytes) }
        #expect(throws: ArchiveError.self) { try part.text(bytes.span.bytes, role: .rows) }
        try part.beginTable(TableName(schema: "public", name: "t"), head: bytes.span.bytes)
        #expect(throws: ArchiveError.self) { try part.text(bytes.span.bytes, role: .text) }
        #expect(throws: ArchiveError.self) { try writer.finish(manifest()) }
        #expect(folder.names == [])
        #expect(throws: ArchiveError.self) { try writer.append(part) }
    }

    @Test("a file system that is really full leaves nothing but the reason")
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        // Only root may mount; elsewhere the planned faults above have to do.
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0 else { return }
        defer { umount(folder.path) }
        let error = #expect(throws: ArchiveError.self) { try write(tableDump(rows: 100_000), to: folder) }
        #expect(error?.reason == .noSpace)
        #expect(folder.names == [])
        #expect(throws: Never.self) { try write(tableDump(rows: 10), to: folder) }
    }
}
