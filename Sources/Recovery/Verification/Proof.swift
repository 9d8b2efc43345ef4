import Archive
import Foundation
import SystemPackage

/// What came of restoring a backup and comparing the copy with it; it lies beside the backup as `NAME.proof.json`.
package struct Proof: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable {
        case proven
        case failed
    }

    package var backup: String
    package var state: State
    /// Why it failed; empty when it is proven.
    package var reasons: [String]
    package var provenAt: Date
    /// The PostgreSQL that it was restored on.
    package var serverVersion: String
    /// The program that made this proof.
    package var version: String
    /// Ties the proof to the file's content.
    package var fingerprint: Fingerprint
    /// What the restored copy was seen to hold.
    package var tables: [TableRecord]
    package var objects: Int
    /// Bytes of the restored database on the server's disk.
    package var databaseBytes: Int?
    /// How long each step took: the evidence for the recovery time.
    package var seconds: [String: Double]
    /// Ed25519, of the rest of the record; nil where no key was given.
    package var seal: Signature?

    package struct Signature: Codable, Sendable, Equatable {
        package var key: Data
        package var signature: Data
    }

    static func path(of name: BackupName, in folder: FilePath) -> FilePath {
        folder.appending("\(name.fileName).proof.json")
    }

    /// The proof beside a backup; nil when there is none, or none that can be read.
    static func read(of name: BackupName, in folder: FilePath) -> Proof? {
        guard let data = FileManager.default.contents(atPath: path(of: name, in: folder).string) else { return nil }
        return try? decoder.decode(Proof.self, from: data)
    }

    /// False when its restore had none to build.
    var hasVectorIndexes: Bool { seconds["build the vector indexes"] != nil }

    /// Writes it so that a crash leaves the former one or this one.
    func write(in folder: FilePath) throws {
        guard let name = BackupName(backup) else { return }
        let path = Self.path(of: name, in: folder)
        do {
            try Self.encoder.encode(self).write(to: URL(filePath: path.string), options: .atomic)
        } catch {
            throw RecoveryError("the proof \(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// The bytes that are signed: the record without its seal, keys sorted.
    var signedBytes: Data {
        get throws {
            var unsigned = self
            unsigned.seal = nil
            return try Self.encoder.encode(unsigned)
        }
    }

    /// Why it is not believed, as one sentence; nil when it is.
    /// - Parameter keys: whose seals are believed. Nil where no key is known: then a seal need only fit.
    func doubt(trusting keys: Set<PublicKey>?) -> String? {
        guard let seal else {
            return keys == nil ? nil : "its proof is not signed: it must be verified again"
        }
        guard let key = PublicKey(bytes: seal.key), let bytes = try? signedBytes, key.signed(bytes, seal.signature)
        else { return "its proof was changed after it was signed: it must be verified again" }
        guard let keys, !keys.contains(key) else { return nil }
        return "its proof is signed by the key \(key), which is not trusted here: verify it again, or reva key trust"
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}

/// A table as reports show it.
package struct TableRecord: Codable, Sendable, Equatable {
    package var schema: String
    package var name: String
    package var rows: Int
    /// The content digest, 32 hexadecimal digits.
    package var digest: String

    init(_ table: Inventory.Table) {
        schema = table.name.schema
        name = table.name.name
        rows = table.rows
        digest = table.digest.hex
    }
}
