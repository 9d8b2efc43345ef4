import Archive
import Foundation
import PostgresTesting
import SystemPackage
import Testing

@testable import Recovery

@Suite("The catalog")
struct CatalogTests {
    @Test("is empty where no folder is")
    func noFolder() throws {
        #expect(try Catalog(folder: "/tmp/reva-test-nowhere").backups().isEmpty)
    }

    @Test("says so when its folder is none")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", Data())
        let path = folder.path.appending("file")
        let error = #expect(throws: RecoveryError.self) { try Catalog(folder: path).backups() }
        #expect(error?.summary.hasPrefix("the folder \(path) cannot be read: ") == true, "\(error as Any)")
        #expect(error?.summary.contains("Success") == false)
        #expect(error?.hints.isEmpty == false)
    }

    @Test("lists names of its own form alone, newest first, whatever the files' dates")
    func names() throws {
        let folder = try TemporaryFolder()
        for name in [
            "reva_2026-03-14_020000.sql.gz", "reva_2026-03-15_020000.sql.gz", "reva_2025-12-31_235959.sql.gz",
            "reva_2026-02-30_020000.sql.gz", "reva_2026-03-15_250000.sql.gz", "reva_2026-03-15_020000.sql",
            "Reva_2026-03-15_020000.sql.gz", "reva_2026-03-15_020000.sql.gz.proof.json", ".reva.lock", "other.sql.gz",
            ".reva_2026-03-15_020000_part1_1_a.partial", "reva_2026-03-15_020000 (1).sql.gz",
        ] { try folder.write(name, Data("x".utf8)) }
        #expect(
            try Catalog(folder: folder.path).backups().map(\.name) == [
                "reva_2026-03-15_020000.sql.gz", "reva_2026-03-14_020000.sql.gz", "reva_2025-12-31_235959.sql.gz",
            ])
    }

    @Test("finds by name, by path and by the name without its ending, and says what it cannot find")
    func find() throws {
        let folder = try TemporaryFolder()
        let catalog = Catalog(folder: folder.path)
        let none = #expect(throws: RecoveryError.self) { try catalog.find("latest", proven: true) }
        #expect(none?.summary == "there is no backup in \(folder.path)")
        #expect(none?.hints == ["reva backup"])
        let name = "reva_2026-03-15_020000.sql.gz"
        try folder.write(name, Data("x".utf8))
        for wish in [name, "reva_2026-03-15_020000", folder.path.appending(name).string] {
            #expect(try catalog.find(wish, proven: true).fileName == name)
        }
        #expect(try catalog.find("latest", proven: false).fileName == name)
        let unproven = #expect(throws: RecoveryError.self) { try catalog.find("latest", proven: true) }
        #expect(unproven?.summary == "none of the 1 backups in \(folder.path) is proven")
        for wish in ["", "..", "latest.sql.gz", "reva_2026-03-16_020000"] {
            #expect(#expect(throws: RecoveryError.self) { try catalog.find(wish, proven: true) }?.reason == .noBackup)
        }
    }

    @Test("believes a proof only beside the file that was proven, and unchanged", .postgres)
    func proofs() async throws {
        let bench = try Workbench()
        try await bench.database.psql("CREATE TABLE a AS SELECT generate_series(1, 10) AS i")
        var settings = Recovery.Settings()
        settings.seal = Seal(keyAt: bench.folder.path.appending(".reva.key"))
        let recovery = Recovery(deployment: bench.deployment, backups: bench.folder.path, settings: settings)
        let catalog = Catalog(folder: bench.folder.path)
        let first = try await recovery.backup()
        #expect(first.state == .proven)
        try await bench.database.psql("INSERT INTO a VALUES (11)")
        let second = try await recovery.backup(prove: false)
        #expect(try catalog.backups().map(\.state) == [.whole, .proven])
        #expect(try catalog.find("latest", proven: true).fileName == first.name)

        // The proof of another file.
        let proof = try bench.folder.data("\(first.name).proof.json")
        try bench.folder.write("\(second.name).proof.json", proof)
        let moved = try catalog.backups()[0]
        #expect(moved.state == .whole)
        #expect(moved.reasons == ["its proof is of another file: it must be verified again"])

        // A proof that somebody has improved.
        let text = String(decoding: proof, as: UTF8.self)
        try bench.folder.write(
            "\(first.name).proof.json", Data(text.replacing("\"objects\"", with: "\"0bjects\"").utf8))
        #expect(try catalog.backups()[1].state == .whole)
        try bench.folder.write(
            "\(first.name).proof.json", Data(text.replacing("\"rows\" : 10", with: "\"rows\" : 99").utf8))
        #expect(try catalog.backups()[1].state == .whole)
        try bench.folder.write("\(first.name).proof.json", proof)
        #expect(try catalog.backups()[1].state == .proven)

        // A file that has changed since.
        let bytes = try bench.folder.data(first.name)
        try bench.folder.write(first.name, bytes.dropLast(3))
        let damaged = try catalog.backups()[1]
        #expect(damaged.state == .failed)
        #expect(damaged.reasons.count == 1)
    }
}
