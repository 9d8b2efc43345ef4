import Crypto
import Foundation

/// A record as it stands in the log: JSON, of which the last member is the signature of all that is before it.
///
/// What is signed are the bytes of the line up to `,"signature":`, as they are. So nobody has to write JSON in the same way
/// to check it.
struct EvidenceLine {
    let record: EvidenceRecord
    /// SHA-256 of the line without its end.
    let hash: String
    private let signed: Data
    private let signature: Data

    private static let opening = Data(#","signature":""#.utf8)
    private static let closing = Data(#""}"#.utf8)
    /// 64 bytes in base64.
    private static let signatureLength = 88
    /// Longer lines are nobody's.
    static let limit = 1 << 20

    /// Signs a record.
    /// - Returns: the line, without its end.
    static func write(_ record: EvidenceRecord, by seal: Seal) throws -> Data {
        let key = try seal.makePublicKey()
        var record = record
        record.key = key.base64
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let signed = try encoder.encode(record).dropLast()
        let (signer, signature) = try seal.sign(Data(signed))
        guard signer == key else { throw RecoveryError("the signing key was changed meanwhile") }
        return signed + opening + Data(signature.base64EncodedString().utf8) + closing
    }

    /// Nil when this is no line of such a log; whether its signature fits is another question.
    init?(_ line: Data) {
        let tail = Self.opening.count + Self.signatureLength + Self.closing.count
        guard line.count > tail, line.count <= Self.limit, line.suffix(Self.closing.count) == Self.closing else {
            return nil
        }
        let place = line.endIndex - tail
        let start = place + Self.opening.count
        let text = line[start..<(start + Self.signatureLength)]
        // One signature has one spelling: base64 would let its last characters be exchanged.
        guard line[place..<start] == Self.opening, let signature = Data(base64Encoded: Data(text)),
            Data(signature.base64EncodedString().utf8) == text
        else { return nil }
        signed = Data(line[..<place])
        self.signature = signature
        hash = SHA256.hash(data: line).hex
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let record = try? decoder.decode(EvidenceRecord.self, from: signed + Data("}".utf8)) else { return nil }
        self.record = record
    }

    /// The key that the line says it is signed with; nil when that is none.
    var key: PublicKey? { PublicKey(record.key) }

    /// True when it is signed with the key that it names.
    var isSigned: Bool { key?.signed(signed, signature) == true }
}
