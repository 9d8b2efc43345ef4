import Archive
import Deployment
import Foundation
import PostgresTesting
import Recovery
import SystemPackage
import Testing

@Suite("A backup that goes wrong", .postgres)
struct BackupFaultTests {
    private static let sample = """
        CREATE TABLE a (id integer PRIMARY KEY, words text);
        INSERT INTO a SELECT i, md5(i::text) FROM generate_series(1, 500) i;
        CREATE TABLE b AS SELECT * FROM a;
        CREATE SEQUENCE s;
        SELECT lo_from_bytea(0, 'x');
        """

    private static func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql(sample)
        return bench
    }

    /// One for the definitions before the rows, one for those after, two for the rows, one for large objects.
    private static let calls = 5

    @Test(
        "leaves no file under any name, says why, and does not hinder the next one: pg_dump, each call of it",
        arguments: FaultyPrograms.Fault.allCases)
    func dumpFails(_ fault: FaultyPrograms.Fault) async throws {
        let bench = try await Self.bench()
        for call in 1...Self.calls {
            let programs = try FaultyPrograms(around: bench.database.installation.binFolder, call: call, fault)
            let recovery = bench.recovery(bench.deployment(binaries: programs.path))
            let error = await #expect(throws: (any Error).self, "call \(call)") {
                try await recovery.backup(prove: false)
            }
            let text = "\(error as Any)"
            switch fault {
            case .failsAtOnce, .failsInTheMiddle: #expect(text.contains("something broke"))
            case .isKilled: #expect(text.contains("pg_dump was ended by signal"))
            case .endsEarly, .endsBeforeItsEnd: #expect(text.contains("the file ends "))
            case .writesGarbage, .writesNothing: #expect(!text.isEmpty)
            }
            #expect(bench.folder.names.filter { $0 != ".reva.lock" } == [], "call \(call)")
            #expect(bench.remains == [])
        }
        let next = try await bench.recovery().backup(prove: false)
        #expect(next.state == .whole)
        #expect(bench.events.warnings == [], "a failure that was cleaned up is no crash")
    }

    @Test("counts as many calls as the test above breaks")
    func callsAreCounted() async throws {
        let bench = try await Self.bench()
        let programs = try FaultyPrograms(around: bench.database.installation.binFolder, call: 1000, .isKilled)
        _ = try await bench.recovery(bench.deployment(binaries: programs.path)).backup(prove: false)
        #expect(programs.calls == Self.calls)
    }

    @Test("leaves nothing when the session that holds the snapshot dies")
    func sessionFails() async throws {
        let bench = try await Self.bench()
        let programs = try FaultyPrograms(
            around: bench.database.installation.binFolder, "psql", call: 1, .writesNothing)
        await #expect(throws: RecoveryError.self) {
            try await bench.recovery(bench.deployment(binaries: programs.path)).backup()
        }
        #expect(bench.folder.names.filter { $0 != ".reva.lock" } == [])
        #expect(try await bench.recovery().backup().state == .proven)
    }

    @Test("stays as a whole file, with no verdict and no scratch database, when a program is killed during its proof")
    func proofIsKilled() async throws {
        let bench = try await Self.bench()
        // Programs that read the copy back: one of the definitions, one of the rows.
        for call in [Self.calls + 1, Self.calls + 3] {
            let programs = try FaultyPrograms(around: bench.database.installation.binFolder, call: call, .isKilled)
            let error = await #expect(throws: RecoveryError.self) {
                try await bench.recovery(bench.deployment(binaries: programs.path)).backup()
            }
            #expect(error?.reason == .programDied)
            #expect(error?.summary.hasPrefix("pg_dump was ended by signal 9") == true, "\(error as Any)")
            #expect(try await bench.others() == [])
            #expect(bench.remains == [])
        }
        #expect(try Catalog(folder: bench.folder.path).backups().map(\.state) == [.whole, .whole])
        let newest = try await bench.recovery().verify("latest")
        #expect(newest.state == .proven, "\(newest.reasons)")
    }

    @Test("fails for want of room, and leaves nothing on the full disk", .enabled(if: geteuid() == 0, "mounts a disk"))
    func diskIsFull() async throws {
        let bench = try await Self.bench()
        try await bench.database.psql("INSERT INTO b SELECT i, gen_random_uuid() FROM generate_series(1, 60000) i")
        let disk = bench.folder.path.appending("disk")
        try FileManager.default.createDirectory(atPath: disk.string, withIntermediateDirectories: true)
        try await Shell.run("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "none", disk.string])
        let recovery = Recovery(deployment: bench.deployment, backups: disk)
        let result = await Result { try await recovery.backup(prove: false) }
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.string)
        try await Shell.run("/bin/umount", [disk.string])
        #expect(throws: ArchiveError.self) { try result.get() }
        if case .failure(let error as ArchiveError) = result {
            #expect(error.reason == .noSpace)
            #expect(error.summary.contains("unable to write reva_"))
        }
        #expect(names.filter { $0 != ".reva.lock" } == [])
        #expect(try await Recovery(deployment: bench.deployment, backups: disk).backup(prove: false).state == .whole)
    }

    @Test("is refused while another run is at work, and says which and since when")
    func twoAtOnce() async throws {
        let bench = try await Self.bench()
        let reached = AsyncStream<Void>.makeStream()
        let go = AsyncStream<Void>.makeStream()
        let gate = StagedDeployment.held(bench.deployment, at: .dump, reached: reached.continuation, go: go.stream)
        let first = Task { try await bench.recovery(gate).backup(prove: false) }
        for await _ in reached.stream { break }
        let began = Date()
        let error = await #expect(throws: RecoveryError.self) { try await bench.recovery().backup() }
        go.continuation.finish()
        #expect(error?.reason == .busy)
        let summary = try #require(error?.summary)
        #expect(
            summary.hasPrefix("another run is at work in \(bench.folder.path): reva backup, process \(getpid()) on "))
        #expect(summary.contains(", at the step \"read the definitions\""))
        let since = try #require(summary.firstMatch(of: /since ([0-9TZ:-]+)/))
        let date = try Date(String(since.1), strategy: .iso8601)
        #expect(abs(date.timeIntervalSince(began)) < 60)
        #expect(try await first.value.state == .whole)
        #expect(try await bench.recovery().backup(prove: false).state == .whole)
    }

    @Test("cancelled in the middle, ends soon and leaves nothing")
    func cancelled() async throws {
        let bench = try await Self.bench()
        let reached = AsyncStream<Void>.makeStream()
        let go = AsyncStream<Void>.makeStream()
        let gate = StagedDeployment.held(bench.deployment, at: .dump, reached: reached.continuation, go: go.stream)
        let task = Task { try await bench.recovery(gate).backup() }
        for await _ in reached.stream { break }
        task.cancel()
        go.continuation.finish()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(bench.folder.names.filter { $0 != ".reva.lock" } == [])
        #expect(try await bench.others() == [])
        #expect(try await bench.recovery().backup().state == .proven)
        #expect(bench.events.warnings == [])
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
