import Foundation
import SystemPackage

/// What became of looking through a log with nothing but the public key.
package struct EvidenceCheck: Sendable, Encodable {
    package struct Finding: Sendable, Encodable, Equatable {
        /// From 1; one more than there are lines for what is missing at the end.
        package var line: Int
        package var fault: String
    }

    /// Whole lines that are records of such a log, in the order of the file.
    package private(set) var records: [EvidenceRecord] = []
    /// What is wrong, by line; empty when every line is as it was written.
    package private(set) var findings: [Finding] = []
    /// The last record: whoever notes it can tell later that the log has been cut since.
    package private(set) var head: EvidenceHead?
    package var isIntact: Bool { findings.isEmpty }

    private var trusted: Set<PublicKey>
    /// The hash of each record's line by its number, as they stand in the file.
    private var hashes: [Int: String] = [:]
    private var highest = 0
    /// Lines that cannot be believed since the last one that can: each may stand in a record's place, or be one too many.
    private var unbelieved = 0
    private var line = 0

    private enum CodingKeys: String, CodingKey { case records, findings, head }

    /// Reads a whole log.
    /// - Parameters:
    ///   - keys: who may have signed it. A key that a record of theirs introduces is believed as well.
    ///   - noted: a record that the log once ended with; nil when nobody noted one.
    package init(of log: Data, trusting keys: Set<PublicKey>, noted: EvidenceHead? = nil) {
        trusted = keys
        var rest = log[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line += 1
            take(Data(rest[..<end]))
            rest = rest[(end + 1)...]
        }
        line += 1
        if !rest.isEmpty { find("the line is cut off: it has no end") }
        guard let noted, hashes[noted.number] != noted.hash else { return }
        find(
            highest < noted.number
                ? "the log ends at record \(highest), and had \(noted.number): \(noted.number - highest) were cut off"
                : "record \(noted.number) is not the one that was noted")
    }

    /// - Throws: `RecoveryError` when the file cannot be read.
    package init(of file: FilePath, trusting keys: Set<PublicKey>, noted: EvidenceHead? = nil) throws {
        let log: Data
        do {
            log = try Data(contentsOf: URL(filePath: file.string), options: .mappedIfSafe)
        } catch {
            throw RecoveryError(
                "the evidence \(file) cannot be read: \(error.localizedDescription)",
                hints: ["reva evidence export > evidence.jsonl, where the log is kept"])
        }
        self.init(of: log, trusting: keys, noted: noted)
    }

    private mutating func take(_ bytes: Data) {
        guard let found = EvidenceLine(bytes) else { return disbelieve("the line is no record") }
        let record = found.record
        records.append(record)
        guard let key = found.key, trusted.contains(key) else {
            return disbelieve("it is signed by a key that is not trusted: \(found.key?.fingerprint ?? record.key)")
        }
        guard found.isSigned else { return disbelieve("the line was changed: its signature does not fit") }
        followUp(found)
        head = EvidenceHead(number: record.number, hash: found.hash)
        if record.what == "key", let key = record.facts["key"].flatMap({ PublicKey($0) }) { trusted.insert(key) }
    }

    /// The order of the numbers, and the chain of the hashes.
    private mutating func followUp(_ found: EvidenceLine) {
        let number = found.record.number
        defer {
            hashes[number] = found.hash
            highest = max(highest, number)
            unbelieved = 0
        }
        guard number > highest else {
            return find(
                hashes[number] == nil
                    ? "record \(number) stands behind record \(highest)" : "record \(number) is there again")
        }
        let expected = highest + 1 + unbelieved
        if number > expected {
            let isOne = number == expected + 1
            find("\(isOne ? "record \(expected) is" : "records \(expected) to \(number - 1) are") missing before it")
        }
        let before = number == 1 ? EvidenceRecord.noPrevious : hashes[number - 1]
        if let before, before != found.record.previous { find("it does not follow the line before it") }
    }

    private mutating func disbelieve(_ fault: String) {
        unbelieved += 1
        find(fault)
    }

    private mutating func find(_ fault: String) { findings.append(Finding(line: line, fault: fault)) }
}
