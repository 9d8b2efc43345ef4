import Archive
import Crypto
import Foundation
import Glibc
import SystemPackage

/// What ties a proof to the content of a file.
package struct Fingerprint: Codable, Sendable, Equatable {
    package var bytes: Int
    /// SHA-256, hexadecimal: of the digests of all members for a backup with an index, of the whole file for another.
    package var sha256: String
    /// Seconds since 1970; kept for files without an index, which nobody wants to read whole to list them.
    package var modified: Int?

    /// Reads the whole file where it has no index.
    static func taken(of path: String) throws -> Fingerprint {
        if let reader = try? ArchiveReader.open(path), reader.form.isIndexed { return indexed(reader) }
        let (bytes, sha256) = try SHA256.hash(of: FilePath(path))
        return Fingerprint(bytes: bytes, sha256: sha256, modified: modificationTime(of: path))
    }

    /// True when the file is, as far as can be told without reading all of it, the one this was taken of.
    func fits(_ reader: ArchiveReader) -> Bool {
        if reader.form.isIndexed { return self == Self.indexed(reader) }
        return bytes == reader.bytes && modified == Self.modificationTime(of: reader.path)
    }

    private static func indexed(_ reader: ArchiveReader) -> Fingerprint {
        var hash = SHA256()
        for member in reader.sections.flatMap(\.members) {
            hash.update(data: Data("\(member.offset) \(member.bytes) \(member.digest.map { "\($0)" } ?? "")\n".utf8))
        }
        return Fingerprint(bytes: reader.bytes, sha256: hash.finalize().hex, modified: nil)
    }

    private static func modificationTime(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mtim.tv_sec : nil
    }
}
