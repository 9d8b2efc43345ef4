import Foundation
import SystemPackage

/// Which backups were copied where, and were the same there when they were read back.
package struct CopyBook: Codable, Equatable, Sendable {
    package struct Entry: Codable, Equatable, Sendable {
        package var backup: String
        package var target: String
        package var sha256: String
        package var verified: Date
    }

    package private(set) var entries: [Entry] = []

    /// True when a copy of it is anywhere.
    func holds(_ backup: String) -> Bool { entries.contains { $0.backup == backup } }

    func entry(of backup: String, at target: String) -> Entry? {
        entries.first { $0.backup == backup && $0.target == target }
    }

    mutating func note(_ entry: Entry) {
        remove(entry.backup, at: entry.target)
        entries.append(entry)
    }

    mutating func remove(_ backup: String, at target: String) {
        entries.removeAll { $0.backup == backup && $0.target == target }
    }

    private static func path(in folder: FilePath) -> FilePath { folder.appending(".reva.copies") }

    /// Empty where nothing was copied, or nobody can read what was.
    static func read(in folder: FilePath) -> CopyBook {
        guard let data = FileManager.default.contents(atPath: path(in: folder).string) else { return CopyBook() }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return (try? decoder.decode(CopyBook.self, from: data)) ?? CopyBook()
    }

    func write(in folder: FilePath) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: URL(filePath: Self.path(in: folder).string), options: .atomic)
        } catch {
            throw RecoveryError("\(Self.path(in: folder)) cannot be written: \(error.localizedDescription)")
        }
    }
}
