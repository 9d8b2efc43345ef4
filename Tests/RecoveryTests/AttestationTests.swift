import Archive
import Crypto
import Deployment
import Foundation
import PostgresTesting
import SystemPackage
import Testing

@testable import Recovery

@Suite("What the procedures leave in the evidence", .postgres)
struct AttestationTests {
    private static func recovery(_ bench: Workbench, home: TemporaryFolder, deployment: (any Deployment)? = nil)
        -> Recovery
    {
        var settings = bench.recovery().settings
        let seal = Seal(keyAt: home.path.appending("signing.key"))
        settings.seal = seal
        settings.evidence = Evidence(at: home.path.appending("evidence.jsonl"), seal: seal, version: "test")
        return Recovery(
            deployment: deployment ?? bench.deployment, backups: bench.folder.path, settings: settings,
            tell: bench.events.tell)
    }

    private static func records(_ home: TemporaryFolder) throws -> [EvidenceRecord] {
        let keys = Seal(keyAt: home.path.appending("signing.key")).trusted() ?? []
        let check = try EvidenceCheck(of: home.path.appending("evidence.jsonl"), trusting: keys)
        #expect(check.findings == [])
        return check.records
    }

    @Test("each says what it did, to which file, how long it took and how it ended")
    func procedures() async throws {
        let (bench, home) = (try Workbench(), try TemporaryFolder())
        try await bench.database.psql("CREATE TABLE a AS SELECT generate_series(1, 10) AS i")
        let recovery = Self.recovery(bench, home: home)
        let backup = try await recovery.backup()
        _ = try await recovery.verify("latest")
        _ = try await recovery.restore("latest")
        _ = try await recovery.undo()
        _ = try await recovery.prune(dryRun: false)
        _ = try await recovery.prune(dryRun: true)
        let records = try Self.records(home)
        #expect(records.map(\.what) == ["backup", "verify", "restore", "undo", "prune"])
        #expect(records.allSatisfy { $0.outcome == .done && $0.target == bench.deployment.identity })
        #expect(records[0].account == "\(backup.name) is proven")
        let hash = SHA256.hash(data: try bench.folder.data(backup.name)).hex
        for record in records.prefix(3) {
            #expect(record.files == [.init(name: backup.name, bytes: backup.bytes, sha256: hash)])
            #expect(record.seconds ?? 0 > 0)
            #expect(!record.steps.isEmpty)
        }
        #expect(records[4].account == "nothing was removed")
        try await bench.tidy()
    }

    @Test("one that fails is kept as well, and why")
    func failure() async throws {
        let (bench, home) = (try Workbench(), try TemporaryFolder())
        try await bench.database.psql("CREATE TABLE a AS SELECT generate_series(1, 10) AS i")
        let broken = Self.recovery(bench, home: home, deployment: StagedDeployment(bench.deployment, Mishap(at: 1)))
        let error = await #expect(throws: DeploymentError.self) { try await broken.backup() }
        let record = try #require(try Self.records(home).first)
        #expect(record.outcome == .failed)
        #expect(record.account == error?.summary)
        #expect(try await Self.recovery(bench, home: home).backup().state == .proven)
        #expect(try Self.records(home).map(\.outcome) == [.failed, .done])
    }

    @Test("what cannot be kept is a warning, and fails nothing")
    func warning() async throws {
        let (bench, home) = (try Workbench(), try TemporaryFolder())
        try await bench.database.psql("CREATE TABLE a AS SELECT generate_series(1, 10) AS i")
        try FileManager.default.createDirectory(
            atPath: home.path.appending("evidence.jsonl").string, withIntermediateDirectories: false)
        #expect(try await Self.recovery(bench, home: home).backup().state == .proven)
        #expect(bench.events.warnings.map { $0.contains("evidence.jsonl cannot be written") } == [true])
    }

    @Test("a proof that nobody trusted has signed makes no backup proven")
    func untrusted() async throws {
        let (bench, home) = (try Workbench(), try TemporaryFolder())
        try await bench.database.psql("CREATE TABLE a AS SELECT generate_series(1, 10) AS i")
        let backup = try await bench.recovery().backup()
        #expect(backup.state == .proven)
        let seal = Seal(keyAt: home.path.appending("signing.key"))
        _ = try seal.makePublicKey()
        let listed = try Catalog(folder: bench.folder.path, trust: seal.trusted()).backups()
        #expect(listed.map(\.state) == [.whole])
        #expect(listed[0].reasons == ["its proof is not signed: it must be verified again"])
        #expect(try await Self.recovery(bench, home: home).verify("latest").state == .proven)
    }
}
