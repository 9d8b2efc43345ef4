import Archive
import Deployment
import Foundation
import PostgresTesting
import Synchronization
import SystemPackage
import Testing

@testable import Recovery

@Suite("The second copy", .postgres)
struct SecondCopyTests {
    /// A target whose n-th call goes wrong, or whose bytes do.
    private final class FaultyTarget: CopyTarget {
        enum Fault: CaseIterable {
            /// The call is not done at all.
            case refused
            /// The call is done, and then said to have failed.
            case doneButLost
            /// What was brought there is cut short, and nobody says so.
            case lies
        }

        private let real: FolderTarget
        private let folder: FilePath
        private let call: Int
        private let fault: Fault
        private let calls = Mutex(0)

        init(_ folder: FilePath, call: Int, _ fault: Fault) {
            (real, self.folder, self.call, self.fault) = (FolderTarget(folder), folder, call, fault)
        }

        struct Refused: Error {}
        var isReached: Bool { calls.withLock { $0 >= call } }
        var description: String { real.description }

        private func counted<Value>(_ body: () async throws -> Value) async throws -> Value {
            let isNext = calls.withLock { calls in
                calls += 1
                return calls == call
            }
            if isNext, fault == .refused { throw Refused() }
            let value = try await body()
            if isNext, fault == .doneButLost { throw Refused() }
            return value
        }

        func files() async throws -> [String: Int] { try await counted { try real.files() } }
        func digest(of name: String) async throws -> String { try await counted { try await real.digest(of: name) } }
        func rename(_ name: String, to final: String) async throws {
            try await counted { try real.rename(name, to: final) }
        }
        func remove(_ name: String) async throws { try await counted { try real.remove(name) } }
        func upload(_ file: FilePath, as name: String, progress: @escaping @Sendable (Int) -> Void) async throws {
            try await counted { try await real.upload(file, as: name, progress: progress) }
            guard fault == .lies, calls.withLock({ $0 == call }) else { return }
            truncate(folder.appending(name).string, 10)
        }
    }

    private struct Place {
        let bench: Workbench
        let there: TemporaryFolder
        let backup: Backup

        init() async throws {
            bench = try Workbench()
            there = try TemporaryFolder()
            try await bench.database.psql("CREATE TABLE kept AS SELECT generate_series(1, 500) AS a")
            backup = try await bench.recovery().backup()
        }

        var second: SecondCopy {
            SecondCopy(of: Catalog(folder: bench.folder.path), retention: Retention(), tell: bench.events.tell)
        }
        var names: [String] { [backup.name, "\(backup.name).proof.json"] }

        func isSame(_ name: String) throws -> Bool { try bench.folder.data(name) == there.data(name) }
    }

    @Test("has the backup and its proof under their names, counts as proven there, and is made once")
    func copies() async throws {
        let place = try await Place()
        let target = FolderTarget(place.there.path)
        let planned = try await place.second.copy(nil, to: target, dryRun: true)
        #expect(planned.items.map(\.outcome) == [.copied] && place.there.names.isEmpty)
        let copying = try await place.second.copy(nil, to: target)
        #expect(copying.items.map(\.outcome) == [.copied])
        #expect(place.there.names == place.names)
        for name in place.names { #expect(try place.isSame(name)) }
        #expect(try Catalog(folder: place.there.path).backups().map(\.state) == [.proven])
        #expect(try await place.second.copy(nil, to: target).items.map(\.outcome) == [.there])
        #expect(try await place.second.copy(nil, to: target, dryRun: true).items.map(\.outcome) == [.there])
        #expect(CopyBook.read(in: place.bench.folder.path).holds(place.backup.name))
    }

    @Test(
        "is whole or not there, whichever call fails, and the next run completes it",
        arguments: FaultyTarget.Fault.allCases)
    private func faults(fault: FaultyTarget.Fault) async throws {
        let place = try await Place()
        var call = 0
        while true {
            call += 1
            for name in place.there.names {
                try FileManager.default.removeItem(atPath: place.there.path.appending(name).string)
            }
            try? FileManager.default.removeItem(atPath: place.bench.folder.path.appending(".reva.copies").string)
            let target = FaultyTarget(place.there.path, call: call, fault)
            let failed: Bool
            do {
                _ = try await place.second.copy(nil, to: target)
                failed = false
            } catch {
                failed = true
                if fault == .lies {
                    #expect("\(error)".hasPrefix("the copy of \(place.backup.name)"), "\(error)")
                    #expect("\(error)".hasSuffix(" is not the same: it was removed"), "\(error)")
                }
            }
            for name in place.names where place.there.names.contains(name) {
                #expect(try place.isSame(name), "\(fault) at call \(call): \(name)")
            }
            if CopyBook.read(in: place.bench.folder.path).holds(place.backup.name) {
                #expect(place.there.names.contains(place.backup.name), "\(fault) at call \(call)")
            }
            #expect(try await place.second.copy(nil, to: FolderTarget(place.there.path)).items.count == 1)
            #expect(place.there.names == place.names, "\(fault) at call \(call)")
            for name in place.names { #expect(try place.isSame(name), "\(fault) at call \(call)") }
            if !target.isReached { break }
            // Not every call brings something there that could be cut.
            if fault != .lies { #expect(failed, "call \(call)") }
        }
        #expect(call > 7, "\(call) calls")
    }

    @Test("goes on where a transfer broke off, and not where what is there is something else")
    func resumes() async throws {
        let place = try await Place()
        let partial = ".\(place.backup.name).partial"
        let bytes = try place.bench.folder.data(place.backup.name)
        for head in [bytes.prefix(bytes.count / 2), Data(repeating: 7, count: bytes.count * 2)] {
            for name in place.there.names {
                try FileManager.default.removeItem(atPath: place.there.path.appending(name).string)
            }
            try place.there.write(partial, Data(head))
            _ = try await place.second.copy("latest", to: FolderTarget(place.there.path))
            #expect(place.there.names == place.names)
            #expect(try place.isSame(place.backup.name))
        }
    }

    @Test("that was damaged there with the same size is found when the book of copies is lost, and made anew")
    func damagedThere() async throws {
        let place = try await Place()
        let target = FolderTarget(place.there.path)
        _ = try await place.second.copy(nil, to: target)
        var bytes = try place.there.data(place.backup.name)
        bytes[bytes.count / 2] ^= 1
        try place.there.write(place.backup.name, bytes)
        try FileManager.default.removeItem(atPath: place.bench.folder.path.appending(".reva.copies").string)
        #expect(try await place.second.copy(nil, to: target).items.map(\.outcome) == [.copied])
        #expect(try place.isSame(place.backup.name))
    }

    @Test("does not make a folder that is not there: it may be a mount that is missing")
    func missingFolder() async throws {
        let place = try await Place()
        let folder = place.there.path.appending("mount")
        let error = await #expect(throws: RecoveryError.self) {
            try await place.second.copy(nil, to: FolderTarget(folder))
        }
        #expect(error?.summary.hasPrefix("the folder \(folder) cannot be read: ") == true)
        #expect(place.there.names.isEmpty)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        #expect(try await place.second.copy(nil, to: FolderTarget(folder)).items.map(\.outcome) == [.copied])
    }

    @Test("removes there what retention no longer keeps, never the newest proven one, and nothing that is none of ours")
    func retention() async throws {
        let place = try await Place()
        for name in ["reva_2020-01-01_020000.sql.gz", "reva_2020-01-01_020000.sql.gz.proof.json", "letter.txt"] {
            try place.there.write(name, Data("x".utf8))
        }
        let copying = try await place.second.copy(nil, to: FolderTarget(place.there.path))
        #expect(copying.items.map(\.outcome) == [.copied, .removed])
        #expect(copying.items.last?.reason == "it is older than 30 days")
        #expect(place.there.names == ["letter.txt"] + place.names)
        // A year without a backup here: the copies stay.
        let later = place.backup.taken + 365 * 86400
        _ = try await place.second.copy(nil, to: FolderTarget(place.there.path), at: later)
        #expect(place.there.names == ["letter.txt"] + place.names)
    }

    @Test("takes along what belongs to the backups, as it grows, and loses nothing that is something else there")
    func companions() async throws {
        let place = try await Place()
        let (home, target) = (try TemporaryFolder(), FolderTarget(place.there.path))
        let evidence = Evidence(
            at: home.path.appending("evidence.jsonl"), seal: Seal(keyAt: home.path.appending("signing.key")),
            version: "test")
        let ledger = ErasureLedger(in: place.bench.folder.path)
        func copy() async throws -> [String] {
            let second = SecondCopy(
                of: Catalog(folder: place.bench.folder.path), retention: Retention(), evidence: evidence,
                tell: place.bench.events.tell)
            return try await second.copy(nil, to: target).items.filter { $0.outcome == .copied }.map(\.name)
        }
        try ledger.add([("anna", 1)])
        try evidence.append(Testimony("test", .done, "something was done"))
        let report = try await place.bench.recovery(StagedDeployment(place.bench.deployment)).drill(
            .init(recoveryPoint: 86400, recoveryTime: 1800))
        let fixed = [".erasures.key"] + ["html", "json", "md"].map { "\(report.name).\($0)" }
        let logs = ["erasures.jsonl", "evidence.jsonl"]
        let first = try await copy()
        #expect(Set(first.filter { !$0.hasPrefix("reva_") }) == Set(fixed + logs))
        #expect(try place.there.data("erasures.jsonl") == place.bench.folder.data("erasures.jsonl"))
        #expect(!place.bench.folder.names.contains(".reva.copying"))

        // With the record of the copy itself, so that nothing is left to do.
        #expect(try place.there.data("evidence.jsonl") == home.data("evidence.jsonl"))
        #expect(try await copy() == [])
        try ledger.add([("bert", 2)])
        #expect(try await copy() == ["erasures.jsonl"])
        #expect(place.bench.events.warnings == [])

        // A machine that begins anew has another log.
        let former = try place.there.data("evidence.jsonl")
        try home.write("evidence.jsonl", Data())
        #expect(try await copy() == ["evidence.jsonl"])
        let aside = try #require(place.there.names.first { $0.hasPrefix("evidence.jsonl.before_") })
        #expect(try place.there.data(aside) == former)
        #expect(place.bench.events.warnings.map { $0.hasSuffix("was not of here: it is kept as \(aside)") } == [true])
        #expect(try await copy() == [])
    }

    @Test("counts alone for the recovery point when that is asked for")
    func required() async throws {
        let place = try await Place()
        var objectives = Objectives(recoveryPoint: 86400, recoveryTime: 1800, interval: 86400)
        objectives.countsCopiesOnly = true
        let status = {
            Status(
                catalog: Catalog(folder: place.bench.folder.path), objectives: objectives, retention: Retention(),
                schedule: BackupSchedule(interval: 86400, time: 0), at: place.backup.taken + 60)
        }
        #expect(status().complaints.map(\.text) == ["no proven backup was copied off this host"])
        #expect(status().exposureSeconds == nil)
        _ = try await place.second.copy(nil, to: FolderTarget(place.there.path))
        #expect(status().complaints == [] && status().exposureSeconds == 60)
        #expect(status().copies?.target == "the folder \(place.there.path)")
    }
}
