/// A backup file, ours or anybody's `pg_dump | gzip`. It may be used from several threads at once.
package final class ArchiveReader: Sendable {
    /// What kind of file it is.
    package enum Form: Equatable, Sendable {
        /// Ours, with a whole index.
        case indexed
        /// Ours, but the index cannot be used, for the reason given: the script can be read from start to end only, and
        /// ``ArchiveReader/check(progress:)`` fails.
        case indexLost(ArchiveError)
        /// Made by others: one or several gzip members, nothing known of what is in them.
        case plain
    }

    package let form: Form
    /// Nil unless it is indexed.
    package let manifest: Manifest?
    /// Empty unless it is indexed.
    package let sections: [Section]

    let file: InputFile
    let reader: MemberReader
    let pool = WorkerPool.shared

    package var path: String { file.path }
    /// Of the file.
    package var bytes: Int { file.bytes }
    /// Of the psql script in it, where that is known.
    package var scriptBytes: Int? { form == .indexed ? sections.reduce(0) { $0 + $1.rawSize } : nil }

    private init(file: InputFile, form: Form, manifest: Manifest?, sections: [Section]) {
        (self.file, self.form, self.manifest, self.sections) = (file, form, manifest, sections)
        reader = MemberReader(file)
    }

    /// Reads the index and checks it against itself and the file's size; not what the members hold.
    ///
    /// - Throws: `.empty`, `.notGzip`, `.fileSystem`. A damaged index is no error: see ``Form/indexLost(_:)``.
    package static func open(_ path: String) throws -> ArchiveReader {
        let file = try InputFile(path)
        guard file.bytes > 0 else {
            throw ArchiveError(
                .empty, "\(file.name) is empty",
                hints: ["It was perhaps made while the disk was full. \(ArchiveError.newestProven)"])
        }
        let start = try file.read(at: 0, count: MemberHeader.byteCount)
        guard start.starts(with: [0x1f, 0x8b]) else {
            throw ArchiveError(
                .notGzip, "\(file.name) is not a gzip file",
                hints: ["A dump that is not compressed becomes one with `gzip FILE`."])
        }
        do {
            if let (manifest, sections) = try IndexReader(file).read() {
                return ArchiveReader(file: file, form: .indexed, manifest: manifest, sections: sections)
            }
        } catch let error as ArchiveError where error.reason != .fileSystem {
            return ArchiveReader(file: file, form: .indexLost(error), manifest: nil, sections: [])
        }
        guard start.dropFirst(12).starts(with: "RV".utf8), start[3] == 4 else {
            return ArchiveReader(file: file, form: .plain, manifest: nil, sections: [])
        }
        let lost = ArchiveError.cutShort("\(file.name) has no index at its end")
        return ArchiveReader(file: file, form: .indexLost(lost), manifest: nil, sections: [])
    }
}
