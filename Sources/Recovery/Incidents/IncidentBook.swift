import Foundation
import Glibc
import SystemPackage

/// The incidents of one home: a folder with a journal each, to which entries are only ever added.
///
/// An entry is one line of JSON and on the disk before what it announces is done, so that an incident can be taken up again
/// after a crash, by whoever comes next.
package struct IncidentBook: Sendable {
    package let folder: FilePath
    /// Keeps what was done in an incident as well; nil where no evidence is kept.
    private let evidence: Evidence?
    private let warn: @Sendable (String) -> Void

    /// - Parameter warn: told when the evidence cannot be written: that must not hold up an incident.
    package init(
        in home: FilePath, evidence: Evidence? = nil, warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        folder = home.appending("incidents")
        (self.evidence, self.warn) = (evidence, warn)
    }

    /// Opens an incident.
    /// - Parameter place: where Reva runs.
    /// - Throws: `RecoveryError` with the reason `.busy` when one is open already.
    package func open(_ summary: String, in place: String, by who: String, at now: Date = Date()) throws -> Incident {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let turn = try FileTurn(folder.appending(".lock"))
        defer { turn.end() }
        if let standing = try current() {
            throw RecoveryError(
                "an incident is open already: \(standing.id), \(standing.summary)", reason: .busy,
                hints: ["reva incident step, which goes on with it", "reva incident close"])
        }
        let known = Set(try names())
        let ids = (0...).lazy.map { DateFormatter.incident.string(from: now + Double($0)) }
        guard let id = ids.first(where: { !known.contains($0) }) else { throw RecoveryError("no name is free") }
        var entry = IncidentEntry(.opened, summary, by: who, at: now)
        entry.details = [place]
        return try append(entry, to: id)
    }

    /// The one that is open; nil when none is.
    package func current() throws -> Incident? {
        for id in try names() {
            if let incident = try read(id), incident.isOpen { return incident }
        }
        return nil
    }

    /// The one that is open.
    /// - Throws: `RecoveryError` when none is.
    package func standing() throws -> Incident {
        guard let incident = try current() else {
            throw RecoveryError(
                "no incident is open", hints: ["reva incident open \"what is wrong\"", "reva incident list"])
        }
        return incident
    }

    /// All of them, newest first.
    package func all() throws -> [Incident] { try names().compactMap(read) }

    /// - Throws: `RecoveryError` when there is no such incident.
    package func find(_ id: String) throws -> Incident {
        guard try names().contains(id), let incident = try read(id) else {
            throw RecoveryError("there is no incident \(id) in \(folder)", hints: ["reva incident list"])
        }
        return incident
    }

    /// Writes an entry, durably.
    /// - Returns: the incident with it.
    @discardableResult
    package func append(_ entry: IncidentEntry, to id: String) throws -> Incident {
        do {
            let journal = try EvidenceFile(at: path(of: id))
            _ = try journal.setTornLineAside()
            try journal.append(Self.encoder.encode(entry))
        } catch {
            throw RecoveryError("the incident \(id) cannot be written down in \(folder): \(error)")
        }
        attest(entry, of: id)
        return try find(id)
    }

    private func attest(_ entry: IncidentEntry, of id: String) {
        guard let evidence, let testimony = Testimony(about: entry, of: id) else { return }
        do {
            try evidence.append(testimony, at: entry.at)
        } catch {
            warn("\(error)")
        }
    }

    /// Adds what happened to the incident that is open; nothing where none is.
    package func noteIfOpen(_ text: String, by who: String) throws {
        guard let incident = try current() else { return }
        try append(IncidentEntry(.note, text, by: who), to: incident.id)
    }

    /// - Throws: `RecoveryError` with the reason `.refused` while an incident is open that nobody was told of.
    package func checkThatRestoringIsAllowed() throws {
        guard let incident = try current(), !incident.mayRestore else { return }
        throw RecoveryError(
            "nobody was told of the incident \(incident.id) yet, and people should know before a restore begins",
            reason: .refused,
            hints: [
                "reva incident step communicate",
                "reva incident step restore --without-announcement \"the reason\", which is written down",
            ])
    }

    /// Where its post-mortem is written.
    package func report(of id: String) -> FilePath { folder.appending("incident_\(id).md") }

    private func path(of id: String) -> FilePath { folder.appending("incident_\(id).jsonl") }

    /// Newest first.
    private func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.string) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.string)
                .compactMap { $0.wholeMatch(of: /incident_([0-9-]+_[0-9]+)\.jsonl/).map { String($0.1) } }
                .sorted(by: >)
        } catch {
            throw RecoveryError("the folder \(folder) cannot be read: \(error.localizedDescription)")
        }
    }

    /// Nil for a journal in which nothing stands yet. A last line without its end is of a crash, and says nothing.
    private func read(_ id: String) throws -> Incident? {
        let path = path(of: id)
        guard let data = FileManager.default.contents(atPath: path.string) else {
            throw RecoveryError("the journal \(path) cannot be read", hints: ["check its owner and mode"])
        }
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { data[..<$0] } ?? Data()
        let entries = try whole.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            do {
                return try Self.decoder.decode(IncidentEntry.self, from: Data(line))
            } catch {
                throw RecoveryError("line \(index + 1) of the journal \(path) was not written by reva")
            }
        }
        return Incident(id: id, entries: entries)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}

extension DateFormatter {
    fileprivate static var incident: DateFormatter {
        let formatter = DateFormatter.nameTime("_")
        formatter.dateFormat = "yyyy-MM-dd'_'HHmmss"
        return formatter
    }
}
