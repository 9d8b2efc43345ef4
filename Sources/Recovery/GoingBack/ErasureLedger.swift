import Crypto
import Foundation
import SystemPackage

/// Who asked to be forgotten, and when: kept beside the backups, so that a restore does not bring them back.
///
/// It holds no names but keyed hashes, which say nothing without the key and the person's own id. Both files lie in the folder of
/// the backups and belong to it: whoever copies backups elsewhere copies them along.
struct ErasureLedger: Sendable {
    struct Erasure: Codable, Sendable, Hashable {
        /// HMAC-SHA256 of the person's id, in hexadecimal.
        let person: String
        /// Seconds since 1970: what is older is theirs no more.
        let at: Double
    }

    private let file: FilePath
    private let keyFile: FilePath
    private let lock: FilePath

    init(in folder: FilePath) {
        file = folder.appending("erasures.jsonl")
        keyFile = folder.appending(".erasures.key")
        lock = folder.appending(".erasures.lock")
    }

    /// Adds those that are not in it yet, durably.
    /// - Parameter people: their ids, each with the seconds since 1970 at which they asked.
    func add(_ people: [(id: String, at: Double)]) throws {
        guard !people.isEmpty else { return }
        let turn = try FileTurn(lock)
        defer { turn.end() }
        let key = try key(makes: true)
        let known = Set(try erasures())
        let new = people.map { Erasure(person: Self.hash($0.id, key), at: $0.at) }.filter { !known.contains($0) }
        guard !new.isEmpty else { return }
        let journal = try EvidenceFile(at: file)
        _ = try journal.setTornLineAside()
        for erasure in new { try journal.append(JSONEncoder().encode(erasure)) }
    }

    /// Those of these people who asked to be forgotten, each with the last time that they did.
    func erased(among people: [String]) throws -> [(id: String, at: Double)] {
        let erasures = try erasures()
        guard !erasures.isEmpty else { return [] }
        let key = try key(makes: false)
        let last = Dictionary(erasures.map { ($0.person, $0.at) }, uniquingKeysWith: max)
        return people.compactMap { id in last[Self.hash(id, key)].map { (id, $0) } }
    }

    private func erasures() throws -> [Erasure] {
        guard let data = FileManager.default.contents(atPath: file.string) else { return [] }
        // A last line without its end is of a crash; who wrote it writes it again.
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { data[..<$0] } ?? Data()
        return try whole.split(separator: UInt8(ascii: "\n")).map { line in
            do {
                return try JSONDecoder().decode(Erasure.self, from: Data(line))
            } catch {
                throw RecoveryError("\(file), which says who is to stay forgotten, was not written by reva")
            }
        }
    }

    private func key(makes: Bool) throws -> SymmetricKey {
        if let text = try? String(contentsOfFile: keyFile.string, encoding: .utf8),
            let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == 32
        {
            return SymmetricKey(data: bytes)
        }
        guard makes, !FileManager.default.fileExists(atPath: keyFile.string),
            !FileManager.default.fileExists(atPath: file.string)
        else {
            throw RecoveryError(
                "the key \(keyFile) is missing or damaged: nobody can tell who is to stay forgotten",
                hints: ["bring it back from where the backups were copied to, together with erasures.jsonl"])
        }
        let key = SymmetricKey(size: .bits256)
        let text = key.withUnsafeBytes { Data($0).base64EncodedString() } + "\n"
        let made = try FileDescriptor.open(
            keyFile, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        try made.closeAfter {
            _ = try made.writeAll(text.utf8)
            guard fsync(made.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        return key
    }

    private static func hash(_ person: String, _ key: SymmetricKey) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(person.utf8), using: key).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
