import Crypto
import Foundation
import SystemPackage

/// The log of what was done here: one signed line of JSON each, every one holding the hash of the line before it.
///
/// It can be checked by whoever has the file and the public key (`EvidenceCheck`). It lies apart from the backups where it
/// can: what attests a thing should not be lost with it.
package struct Evidence: Sendable {
    package let file: FilePath
    private let seal: Seal
    private let version: String
    /// Where the last record is noted, so that a log that was cut is noticed; nil for nowhere.
    private let headFile: FilePath?
    private let warn: @Sendable (String) -> Void

    /// - Parameters:
    ///   - headFile: apart from the log, if possible.
    ///   - warn: told what is not as it should be in the log, though the record is kept.
    package init(
        at file: FilePath, seal: Seal, version: String, headFile: FilePath? = nil,
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.file = file
        self.seal = seal
        self.version = version
        self.headFile = headFile
        self.warn = warn
    }

    /// Writes a record, durably, after those of every other process. May wait for them for a moment.
    /// - Throws: `RecoveryError` when it cannot be kept; the log is as it was then.
    @discardableResult
    package func append(_ testimony: Testimony, at now: Date = Date()) throws -> EvidenceRecord {
        do {
            let log = try EvidenceFile(at: file)
            var facts = testimony.facts
            if let torn = try log.setTornLineAside() {
                warn("the last line of the evidence was cut off by a crash: it is kept in \(torn)")
                facts["torn"] = torn.lastComponent?.string
            }
            let last = try last(of: log)
            if let seen = head, last.number < seen.number || (last.number == seen.number && last.hash != seen.hash) {
                warn("the evidence ends at record \(last.number), and record \(seen.number) was written here")
                facts["expected"] = "\(seen)"
            }
            let record = EvidenceRecord(
                number: last.number + 1, time: now, what: testimony.what, outcome: testimony.outcome,
                account: String(testimony.account.prefix(2000)), target: testimony.target, files: testimony.files,
                seconds: testimony.seconds, steps: testimony.steps, facts: facts, who: Self.who, version: version,
                previous: last.hash, key: "")
            let line = try EvidenceLine.write(record, by: seal)
            try log.append(line)
            note(EvidenceHead(number: record.number, hash: SHA256.hash(data: line).hex))
            return EvidenceLine(line)?.record ?? record
        } catch let error as RecoveryError {
            throw error
        } catch {
            throw RecoveryError("the evidence \(file) cannot be written: \(error)")
        }
    }

    /// The last record that was written from here; nil when nobody noted one.
    package var head: EvidenceHead? {
        headFile.flatMap { try? String(contentsOfFile: $0.string, encoding: .utf8) }
            .flatMap { EvidenceHead($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// Only a help: an older note than the log is right as well.
    private func note(_ head: EvidenceHead) {
        guard let headFile else { return }
        try? Data("\(head)\n".utf8).write(to: URL(filePath: headFile.string), options: .atomic)
    }

    /// What the next record follows. In a log that somebody has spoilt a line is counted all the same: the check tells.
    private func last(of log: EvidenceFile) throws -> EvidenceHead {
        guard let bytes = try log.lastLine() else { return EvidenceHead(number: 0, hash: EvidenceRecord.noPrevious) }
        guard let line = EvidenceLine(bytes) else {
            warn("the last line of the evidence is no record: reva evidence verify")
            return EvidenceHead(number: try log.lines(), hash: SHA256.hash(data: bytes).hex)
        }
        return EvidenceHead(number: line.record.number, hash: line.hash)
    }

    private static var who: String {
        let user = ProcessInfo.processInfo.environment["SUDO_USER"].map { "\($0) as \(NSUserName())" } ?? NSUserName()
        return "\(user) on \(ProcessInfo.processInfo.hostName)"
    }
}
