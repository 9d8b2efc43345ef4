import FoundationEssentials
import Glibc

/// Writes a backup file. It has a hidden name until ``finish(_:)``, which makes it appear whole or not at all.
package final class ArchiveWriter: Sendable {
    private let directory: String
    private let name: BackupName
    private let file: OutputFile
    private let workshop = Workshop(pool: .shared)
    private let faults: FaultPlan
    private let state = Monitor(State())

    private struct State {
        var sections: [Section] = []
        var parts = 0
        var open: [ObjectIdentifier: ArchivePart] = [:]
        var isOver = false
    }

    /// Makes the hidden file. The folder must exist.
    package convenience init(directory: String, takenAt: Date) throws {
        try self.init(directory: directory, takenAt: takenAt, faults: .none)
    }

    init(directory: String, takenAt: Date, faults: FaultPlan) throws {
        self.directory = directory
        self.faults = faults
        name = BackupName(takenAt: takenAt)
        file = try OutputFile(
            directory: directory, name: Self.hiddenName(name, "backup"), title: name.fileName, faults: faults)
    }

    deinit { abandon() }

    /// Begins a stretch of the script. May be called from any thread, for as many parts as there are.
    package func part() throws -> ArchivePart {
        let number = state.change { state in
            state.parts += 1
            return state.parts
        }
        let file = try OutputFile(
            directory: directory, name: Self.hiddenName(name, "part\(number)"), title: name.fileName, faults: faults)
        let part = ArchivePart(file: file, workshop: workshop)
        let isOver = state.change { state in
            if !state.isOver { state.open[ObjectIdentifier(part)] = part }
            return state.isOver
        }
        if isOver {
            part.abandon()
            throw ArchiveError(.misuse, "a backup that is finished or abandoned cannot be added to")
        }
        return part
    }

    /// Puts a part behind what has been appended before. Waits for its blocks; the part cannot be used any more.
    package func append(_ part: ArchivePart) throws {
        guard state.change({ $0.open.removeValue(forKey: ObjectIdentifier(part)) }) != nil else {
            throw ArchiveError(.misuse, "a part can be appended once, to the backup it was made for")
        }
        do {
            let (partFile, sections) = try part.close()
            let offset = try file.append(partFile)
            partFile.remove()
            state.change { state in
                for var section in sections {
                    section.members = section.members.map { $0.moved(by: offset) }
                    state.sections.append(section)
                }
            }
        } catch {
            part.abandon()
            throw error
        }
    }

    /// Writes index and trailer, makes all of it durable, and gives it its name.
    ///
    /// The name is the second the snapshot was taken, or the next one that is free: no file is ever overwritten.
    /// After an error nothing is left behind.
    package func finish(_ manifest: Manifest) throws -> FinishedArchive {
        do {
            let sections = state.read { $0.sections }
            guard state.read({ $0.open.isEmpty && !$0.isOver }) else {
                throw ArchiveError(.misuse, "a backup cannot be finished before all of its parts are appended")
            }
            let start = file.bytes
            let part = try part()
            try IndexText.write(manifest, sections, indexOffset: start) { try part.index($0) }
            state.change { _ = $0.open.removeValue(forKey: ObjectIdentifier(part)) }
            let indexFile = try part.close().file
            _ = try file.append(indexFile)
            indexFile.remove()
            let trailer = Trailer(
                indexOffset: start, indexBytes: file.bytes - start,
                indexDigest: try InputFile(file.path).digest(of: start..<file.bytes))
            try trailer.encoded.withUnsafeBytes { try file.write($0) }
            try file.sync()
            let published = try publish()
            state.change { $0.isOver = true }
            return FinishedArchive(
                name: published, path: directory + "/" + published.fileName, bytes: file.bytes,
                scriptBytes: sections.reduce(0) { $0 + $1.rawSize }, sections: sections)
        } catch {
            abandon()
            throw error
        }
    }

    /// Takes everything back. Does nothing after ``finish(_:)``, and may be called again.
    package func abandon() {
        let open = state.change { state -> [ArchivePart] in
            state.isOver = true
            defer { state.open = [:] }
            return Array(state.open.values)
        }
        for part in open { part.abandon() }
        file.remove()
    }

    private func publish() throws -> BackupName {
        var name = name
        for _ in 0..<3600 {
            if try file.publish(as: name.fileName) { return name }
            name = name.next
        }
        throw ArchiveError(
            .taken, "unable to publish \(self.name): every name of the hour after it is in use in \(directory)",
            hints: ["Was the clock set back? `reva list` shows the backups there are."])
    }
}

extension ArchiveWriter {
    /// Removes what backups that were killed have left, and gives the names.
    ///
    /// Only whoever holds the lock against a second backup may call it: it cannot tell a dead one's files from a live one's.
    package static func removeRemains(in directory: String) throws -> [String] {
        do throws(Errno) {
            let remains = try Folder.names(in: directory).filter { $0.hasPrefix(".reva_") && $0.hasSuffix(".partial") }
            for name in remains where unlink(directory + "/" + name) != 0 && errno != ENOENT {
                throw Errno(code: errno)
            }
            return remains
        } catch {
            throw ArchiveError.failed("unable to remove what is left of a backup", in: directory, error)
        }
    }

    /// Unique, should two run at once in spite of all.
    private static func hiddenName(_ name: BackupName, _ role: String) -> String {
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        return ".\(name.fileName.dropLast(".sql.gz".count))_\(role)_\(getpid())_\(unique).partial"
    }
}

/// A backup that is whole and durable under its name.
package struct FinishedArchive: Sendable {
    package let name: BackupName
    package let path: String
    package let bytes: Int
    /// Of the psql script, the index left out.
    package let scriptBytes: Int
    package let sections: [Section]
}
