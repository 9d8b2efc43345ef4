import Archive
import Foundation
import SystemPackage

/// Shows that a damaged file is found: a copy of a fresh backup is damaged in each way and looked through as `reva verify`
/// does; the undamaged copy must pass.
struct FileDetection {
    /// Where the copy lies: the folder of backups, under a name that the next run removes.
    let folder: FilePath
    private let complaint: @Sendable (FilePath) -> String?

    /// - Parameter complaint: the detector: what is wrong with a file; nil when it finds nothing.
    init(
        folder: FilePath, complaint: @escaping @Sendable (FilePath) -> String? = { FileDetection.complaint(about: $0) }
    ) {
        self.folder = folder
        self.complaint = complaint
    }

    struct Outcome: Sendable {
        /// One line for each damage.
        var lines: [String] = []
        /// The damages that nobody noticed.
        var missed: [String] = []
        /// Why the undamaged copy did not pass; nil when it did.
        var falseAlarm: String?
    }

    func run(on backup: String) throws -> Outcome {
        let copy = folder.appending(".reva_drill_\(UUID().uuidString).partial")
        defer { try? FileManager.default.removeItem(atPath: copy.string) }
        let reader = try ArchiveReader.open(backup)
        try checkRoom(for: reader.bytes)
        do {
            try FileManager.default.copyItem(atPath: backup, toPath: copy.string)
        } catch {
            throw RecoveryError("the backup cannot be copied to \(copy): \(error.localizedDescription)")
        }
        var outcome = Outcome(falseAlarm: complaint(copy))
        let file = try FileDescriptor.open(copy, .readWrite, options: [.closeOnExec])
        try file.closeAfter {
            for damage in FileDamage.allCases {
                let former = try damage.apply(to: file, of: reader)
                if let complaint = complaint(copy) {
                    outcome.lines.append("\(damage.description): \(Self.withoutName(complaint, of: copy))")
                } else {
                    outcome.missed.append(damage.description)
                    outcome.lines.append("\(damage.description): not noticed")
                }
                for piece in former { try file.writeAll(toAbsoluteOffset: piece.place, piece.bytes) }
            }
        }
        return outcome
    }

    private func checkRoom(for bytes: Int) throws {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.string)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue, free < bytes + bytes / 8 else { return }
        throw RecoveryError(
            "a copy of the backup needs \(bytes >> 20) MiB in \(folder), and \(free >> 20) MiB are free",
            reason: .noSpace, hints: ["free space there", "reva prune --dry-run"])
    }

    /// What is wrong with a file; nil when nothing is.
    static func complaint(about path: FilePath) -> String? {
        do {
            try ArchiveReader.open(path.string).check()
            return nil
        } catch let error as ArchiveError {
            return error.summary
        } catch {
            return "\(error)"
        }
    }

    private static func withoutName(_ text: String, of path: FilePath) -> String {
        text.replacing(path.lastComponent?.string ?? path.string, with: "the file")
    }
}
