import Crypto
import Foundation
import PostgresTesting
import SystemPackage
import Testing

@testable import Recovery

@Suite("The evidence")
struct EvidenceTests {
    /// A log of seven records, and who may have signed it.
    private static func log(_ folder: TemporaryFolder, records: Int = 7) throws -> (Evidence, Set<PublicKey>) {
        let seal = Seal(keyAt: folder.path.appending("home/signing.key"))
        let evidence = Evidence(
            at: folder.path.appending("evidence.jsonl"), seal: seal, version: "test",
            headFile: folder.path.appending("home/evidence.head"))
        for number in 1...records {
            var testimony = Testimony(
                "backup", number == 3 ? .failed : .done, "backup number \(number), \"quoted\"/ünï")
            testimony.files = [.init(name: "reva_2026-03-15_02000\(number).sql.gz", bytes: 20 * number, sha256: nil)]
            testimony.seconds = 1.5
            testimony.steps = ["read": 0.1, "write": Double(number) / 3]
            try evidence.append(testimony, at: Date(timeIntervalSince1970: 1_800_000_000 + Double(number)))
        }
        return (evidence, seal.trusted() ?? [])
    }

    @Test("holds what was said, and checks with nothing but the public key")
    func reading() throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder)
        let text = try #require(PublicKey(keys.first?.pem ?? ""))
        let check = try EvidenceCheck(of: evidence.file, trusting: [text])
        #expect(check.findings == [])
        #expect(check.records.map(\.number) == Array(1...7))
        #expect(check.records[2].outcome == .failed)
        #expect(check.records[2].account == "backup number 3, \"quoted\"/ünï")
        #expect(check.records[2].files.first?.bytes == 60)
        #expect(check.records[2].steps["write"] == 1)
        #expect(check.records[0].previous == EvidenceRecord.noPrevious)
        #expect(check.head == evidence.head)
        #expect(!check.records[0].who.isEmpty)
    }

    /// What somebody did to the lines of a log, and which finding names it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout [String]) -> Void
        let findings: [EvidenceCheck.Finding]

        init(_ what: String, _ findings: [(Int, String)], _ change: @escaping @Sendable (inout [String]) -> Void) {
            testDescription = what
            self.change = change
            self.findings = findings.map { .init(line: $0, fault: $1) }
        }
    }

    private static let tamperings = [
        Tampering("a word is changed", [(3, "the line was changed: its signature does not fit")]) {
            $0[2] = $0[2].replacing("\"failed\"", with: "\"done\"")
        },
        Tampering("a number is changed", [(3, "the line was changed: its signature does not fit")]) {
            $0[2] = $0[2].replacing("\"number\":3", with: "\"number\":4")
        },
        Tampering("a signature is another line's", [(3, "the line was changed: its signature does not fit")]) {
            $0[2] = String($0[2].dropLast(104) + $0[1].suffix(104))
        },
        Tampering("a line is removed", [(3, "record 3 is missing before it")]) { $0.remove(at: 2) },
        Tampering("three lines are removed", [(2, "records 2 to 4 are missing before it")]) {
            $0.removeSubrange(1...3)
        },
        Tampering("the first line is removed", [(1, "record 1 is missing before it")]) { $0.removeFirst() },
        Tampering(
            "two lines are exchanged", [(3, "record 3 is missing before it"), (4, "record 3 stands behind record 4")]
        ) { $0.swapAt(2, 3) },
        Tampering("a line is there twice", [(6, "record 3 is there again")]) { $0.insert($0[2], at: 5) },
        Tampering("a line is added", [(4, "the line is no record")]) { $0.insert("{\"number\":4}", at: 3) },
        Tampering("a line is replaced", [(4, "the line is no record")]) { $0[3] = "nothing happened" },
        Tampering("an empty line is added", [(8, "the line is no record")]) { $0.append("") },
        Tampering(
            "the end is cut off", [(6, "the log ends at record 5, and had 7: 2 were cut off")]
        ) { $0.removeLast(2) },
        Tampering(
            "everything is removed", [(1, "the log ends at record 0, and had 7: 7 were cut off")]
        ) { $0 = [] },
    ]

    @Test("shows what was done to it, and names the line", arguments: tamperings)
    func tampering(_ tampering: Tampering) throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder)
        var lines = try String(contentsOfFile: evidence.file.string, encoding: .utf8).split(separator: "\n")
            .map(String.init)
        tampering.change(&lines)
        let check = EvidenceCheck(
            of: Data(lines.map { $0 + "\n" }.joined().utf8), trusting: keys, noted: evidence.head)
        #expect(check.findings == tampering.findings)
    }

    @Test("shows a line that another key signed, and a log that was continued by another key")
    func forgery() throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 2)
        let other = Seal(keyAt: folder.path.appending("other/signing.key"))
        try Evidence(at: evidence.file, seal: other, version: "test").append(Testimony("restore", .done, "forged"))
        let check = try EvidenceCheck(of: evidence.file, trusting: keys)
        let fingerprint = try other.makePublicKey().fingerprint
        #expect(check.findings == [.init(line: 3, fault: "it is signed by a key that is not trusted: \(fingerprint)")])
        // With both keys nothing is wrong: whoever checks says whom they believe.
        #expect(try EvidenceCheck(of: evidence.file, trusting: keys.union([other.makePublicKey()])).isIntact)
    }

    @Test("shows a record that is another log's, though the right key signed it")
    func splicing() throws {
        let (folder, elsewhere) = (try TemporaryFolder(), try TemporaryFolder())
        let (evidence, keys) = try Self.log(folder, records: 3)
        let seal = Seal(keyAt: folder.path.appending("home/signing.key"))
        let other = Evidence(at: elsewhere.path.appending("evidence.jsonl"), seal: seal, version: "test")
        for _ in 1...4 { try other.append(Testimony("prune", .done, "elsewhere")) }
        let fourth = try Data(contentsOf: URL(filePath: other.file.string)).split(separator: 10)[3]
        let spliced = try Data(contentsOf: URL(filePath: evidence.file.string)) + fourth + Data("\n".utf8)
        let check = EvidenceCheck(of: spliced, trusting: keys)
        #expect(check.findings == [.init(line: 4, fault: "it does not follow the line before it")])
    }

    @Test("finds every change of a single byte")
    func everyByte() throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 3)
        let log = try Data(contentsOf: URL(filePath: evidence.file.string))
        var generator = SeededGenerator(seed: 7)
        for index in log.indices {
            var changed = log
            changed[index] ^= UInt8.random(in: 1...255, using: &generator)
            let check = EvidenceCheck(of: changed, trusting: keys)
            #expect(!check.isIntact, "byte \(index) became \(changed[index])")
            changed = log
            changed.remove(at: index)
            #expect(!EvidenceCheck(of: changed, trusting: keys).isIntact, "byte \(index) was removed")
        }
    }

    @Test("reads whatever stands in the file", arguments: 0..<8)
    func fuzzing(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 3)
        let log = try Data(contentsOf: URL(filePath: evidence.file.string))
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var bytes = log
            for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let length = min(Int.random(in: 0...200, using: &generator), bytes.count - place)
                let piece = bytes[place..<(place + length)]
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.removeSubrange(place..<(place + length))
                case 1: bytes.insert(contentsOf: Data(piece), at: Int.random(in: 0...bytes.count, using: &generator))
                case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                default: bytes.insert(10, at: place)
                }
            }
            let check = EvidenceCheck(of: bytes, trusting: keys, noted: evidence.head)
            #expect(check.isIntact == (bytes == log), "seed \(seed)")
            #expect(check.findings.allSatisfy { $0.line >= 1 })
        }
    }

    @Test("goes on after a line that a crash cut off, keeps that aside, and says so", arguments: [1, 60, 300])
    func torn(left: Int) throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 3)
        let whole = try Data(contentsOf: URL(filePath: evidence.file.string))
        let lines = whole.split(separator: 10)
        let kept = lines[0].count + 1 + lines[1].count + 1
        try whole.prefix(kept + left).write(to: URL(filePath: evidence.file.string))
        let cut = try EvidenceCheck(of: evidence.file, trusting: keys)
        #expect(cut.findings == [.init(line: 3, fault: "the line is cut off: it has no end")])

        let warnings = Warnings()
        let next = Evidence(
            at: evidence.file, seal: Seal(keyAt: folder.path.appending("home/signing.key")), version: "test",
            warn: warnings.add)
        let record = try next.append(Testimony("backup", .done, "the next one"))
        #expect(record.number == 3)
        let name = try #require(record.facts["torn"])
        #expect(try folder.data(name) == whole.dropFirst(kept).prefix(left))
        #expect(warnings.all.map { $0.contains("the last line of the evidence was cut off by a crash") } == [true])
        #expect(try EvidenceCheck(of: evidence.file, trusting: keys).isIntact)
    }

    @Test("warns when the log has lost records since the last one that was written from here")
    func lost() throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 3)
        let lines = try Data(contentsOf: URL(filePath: evidence.file.string)).split(separator: 10)
        try (lines[0] + Data("\n".utf8)).write(to: URL(filePath: evidence.file.string))
        let warnings = Warnings()
        let next = Evidence(
            at: evidence.file, seal: Seal(keyAt: folder.path.appending("home/signing.key")), version: "test",
            headFile: folder.path.appending("home/evidence.head"), warn: warnings.add)
        let record = try next.append(Testimony("backup", .done, "the next one"))
        #expect(warnings.all == ["the evidence ends at record 1, and record 3 was written here"])
        #expect(record.facts["expected"]?.hasPrefix("3:") == true)
        #expect(try EvidenceCheck(of: evidence.file, trusting: keys).isIntact)
    }

    @Test("takes the records of many writers one after another")
    func writers() async throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 1)
        try await withThrowingTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    // Each opens the file for itself, as another process does.
                    let own = Evidence(
                        at: evidence.file, seal: Seal(keyAt: folder.path.appending("home/signing.key")),
                        version: "\(writer)")
                    for _ in 0..<10 {
                        _ = try await offload { try own.append(Testimony("backup", .done, "\(writer)")) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let check = try EvidenceCheck(of: evidence.file, trusting: keys)
        #expect(check.findings == [])
        #expect(check.records.count == 81)
    }

    @Test("is checked by the key before it when the key was changed, and stays believed")
    func rotation() throws {
        let folder = try TemporaryFolder()
        let (evidence, keys) = try Self.log(folder, records: 2)
        let seal = Seal(keyAt: folder.path.appending("home/signing.key"))
        let new = try seal.renew { key in
            var testimony = Testimony("key", .done, "the key \(key) signs from now on")
            testimony.facts["key"] = key.base64
            try evidence.append(testimony)
        }
        try evidence.append(Testimony("backup", .done, "after it"))
        #expect(!keys.contains(new))
        #expect(seal.trusted() == keys.union([new]))
        #expect(try EvidenceCheck(of: evidence.file, trusting: keys).isIntact)
        let faults = try EvidenceCheck(of: evidence.file, trusting: [new]).findings.map(\.line)
        #expect(faults == [1, 2, 3])
    }

    @Test("is refused with a sentence where it cannot be written")
    func unwritable() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", Data())
        let evidence = Evidence(
            at: folder.path.appending("file/evidence.jsonl"), seal: Seal(keyAt: folder.path.appending("signing.key")),
            version: "test")
        let error = #expect(throws: RecoveryError.self) { try evidence.append(Testimony("backup", .done, "x")) }
        #expect(error?.summary.hasPrefix("the evidence \(evidence.file) cannot be written: ") == true)
    }
}
