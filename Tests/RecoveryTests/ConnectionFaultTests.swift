import Archive
import Deployment
import Foundation
import PostgresTesting
import Recovery
import SystemPackage
import Testing

@Suite("A database that cannot be used", .postgres)
struct ConnectionFaultTests {
    @Test("is told by its name when it is not there, with what to try")
    func missingDatabase() async throws {
        let bench = try Workbench()
        let error = await #expect(throws: RecoveryError.self) {
            try await bench.recovery(bench.deployment(name: "nowhere")).backup()
        }
        #expect(error?.reason == .unreachable)
        let summary = try #require(error?.summary)
        #expect(summary.hasPrefix("the database nowhere cannot be used: "))
        #expect(summary.hasSuffix("database \"nowhere\" does not exist"))
        #expect(error?.hints.first?.contains("--database-url") == true)
        #expect(bench.folder.names.filter { $0 != ".reva.lock" } == [])
    }

    @Test("is told when its server is away")
    func serverAway() async throws {
        let bench = try Workbench()
        let away = bench.deployment(environment: ["PGHOST": "/tmp/reva-test-nobody"])
        for attempt in ["backup", "restore", "undo"] {
            let error = await #expect(throws: RecoveryError.self) {
                switch attempt {
                case "backup": _ = try await bench.recovery(away).backup()
                case "undo": _ = try await bench.recovery(away).undo()
                default:
                    let name = try await bench.store("-- PostgreSQL database dump\n")
                    _ = try await bench.recovery(away).restore(name)
                }
            }
            #expect(error?.reason == .unreachable, "\(attempt)")
            #expect(error?.summary.contains("cannot be used: connection to server") == true, "\(error as Any)")
            #expect(bench.remains == [], "\(attempt)")
        }
    }

    @Test("is told when the password is wrong, without the password")
    func wrongPassword() async throws {
        let bench = try Workbench()
        try await bench.maintenance("CREATE ROLE reva_test_locked LOGIN PASSWORD 'right'")
        let data = bench.database.server.dataFolder
        let rules = data.appending("pg_hba.conf").string
        let former = try String(contentsOfFile: rules, encoding: .utf8)
        try "local all reva_test_locked scram-sha-256\n\(former)".write(
            toFile: rules, atomically: false, encoding: .utf8)
        try await bench.maintenance("SELECT pg_reload_conf()")
        let user = ["PGUSER": "reva_test_locked"]
        for secret in ["wr0ng-secret", nil] {
            let deployment = bench.deployment(
                environment: user.merging(secret.map { ["PGPASSWORD": $0] } ?? [:]) { $1 })
            let error = await #expect(throws: RecoveryError.self) { try await bench.recovery(deployment).backup() }
            #expect(error?.reason == .unreachable)
            let summary = try #require(error?.summary)
            #expect(summary.hasPrefix("the database \(bench.database.name) cannot be used: "))
            #expect(summary.contains("password"))
            #expect(!summary.contains("wr0ng-secret"))
            #expect(error?.hints.first?.hasPrefix("check the user and the password") == true)
        }
        try former.write(toFile: rules, atomically: false, encoding: .utf8)
        try await bench.maintenance("SELECT pg_reload_conf()")
        try await bench.maintenance("DROP ROLE reva_test_locked")
        #expect(try await bench.recovery().backup(prove: false).state == .whole)
    }

    @Test("refuses a backup of a newer server, and stays as it is")
    func newerServer() async throws {
        let bench = try Workbench()
        try await bench.database.psql("CREATE TABLE kept AS SELECT 1 AS a")
        let dump = try await bench.plainDump()
        let version = try #require(dump.firstMatch(of: /Dumped from database version (\S+)/)).1
        let name = try await bench.store(
            dump.replacing("from database version \(version)", with: "from database version 97.1"))
        let error = await #expect(throws: RecoveryError.self) { try await bench.recovery().restore(name) }
        let summary = try #require(error?.summary)
        #expect(summary.hasPrefix("the backup is of PostgreSQL 97.1"))
        #expect(summary.hasSuffix(", which is older"))
        #expect(error?.hints == ["restore it on a server of version 97 or newer"])
        #expect(try await bench.database.psql("SELECT a FROM kept") == "1")
        #expect(try await bench.others(setAside: true) == [])
    }

    @Test(
        "is left alone by a file that is no backup",
        arguments: [
            ("", "reva_2026-03-15_020000.sql.gz is empty"),
            ("SELECT 1;", "reva_2026-03-15_020000.sql.gz is not a gzip file"),
        ])
    func notABackup(_ content: String, _ reason: String) async throws {
        let bench = try Workbench()
        let name = "reva_2026-03-15_020000.sql.gz"
        try bench.folder.write(name, Data(content.utf8))
        #expect(try Catalog(folder: bench.folder.path).backups().first?.reasons == [reason])
        #expect(try await bench.recovery().verify(name).reasons == [reason])
        let restored = try await bench.recovery().restore(name)
        #expect(restored.state == .failed)
        #expect(restored.reasons == [reason])
        #expect(try await bench.others(setAside: true) == [])
    }
}
