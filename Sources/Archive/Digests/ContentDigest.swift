import CXXHash

/// 128 bits that tell whether two contents are the same: XXH3-128 (seed 0) of plain bytes, or a sum of such hashes.
///
/// It finds loss and damage. Against forgery there are signatures.
package struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    private(set) var value: UInt128

    init(value: UInt128) { self.value = value }

    /// The digest of no rows at all, and the neutral element of ``combine(_:)``.
    package static let zero = ContentDigest(value: 0)

    /// XXH3-128 of the bytes, in the canonical order of the algorithm's reference (high half first).
    package init(of bytes: RawSpan) {
        self = bytes.withUnsafeBytes { ContentDigest($0) }
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
        value = UInt128(hash.high64) << 64 | UInt128(hash.low64)
    }

    /// Nil unless it is 32 hexadecimal digits.
    package init?(hex: String) {
        guard hex.utf8.count == 32, hex.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt128(hex, radix: 16)
        else { return nil }
        self.value = value
    }

    /// 32 lowercase digits.
    package var hex: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    package var description: String { hex }

    /// Adds modulo 2^128, so the order of what is combined does not matter, but how often each comes does.
    package mutating func combine(_ other: ContentDigest) { value &+= other.value }

    /// A digest of this one followed by the other: here the order does matter.
    func followed(by other: ContentDigest) -> ContentDigest {
        var pair = (value.bigEndian, other.value.bigEndian)
        return withUnsafeBytes(of: &pair) { ContentDigest($0) }
    }
}

extension ContentDigest: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = ContentDigest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a digest is 32 hexadecimal digits")
        }
        self = digest
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
