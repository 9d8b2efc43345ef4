import CDeflate

/// The last 98 bytes of a whole file: a gzip member that holds nothing, whose extra field says where the index is.
///
///     0  the member's head as always, content 3, with 76 bytes of extra field
///     24 52 49 3c 00                 subfield "RI", 60 bytes
///     28 version                     1, 32 bits
///     32 00 00 00 00                 reserved
///     36 offset                      of the index's first member, 64 bits
///     44 length                      of the index's members together, 64 bits: they end where the trailer begins
///     52 SHA-256                     of those bytes
///     84 CRC-32                      of the bytes 0 to 83
///     88 03 00                       deflate of nothing
///     90 00 00 00 00 00 00 00 00     CRC-32 and length of nothing
struct Trailer: Equatable {
    static let byteCount = 98
    static let version: UInt32 = 1

    var indexOffset: Int
    var indexBytes: Int
    var indexDigest: MemberDigest

    init(indexOffset: Int, indexBytes: Int, indexDigest: MemberDigest) {
        (self.indexOffset, self.indexBytes, self.indexDigest) = (indexOffset, indexBytes, indexDigest)
    }

    /// Nil unless the bytes are exactly those of a trailer: there is no byte in it that may change unnoticed.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let digest = MemberDigest(bytes: Array(bytes[52..<84])) else { return nil }
        let (offset, length) = bytes.withUnsafeBytes {
            (
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 36, as: UInt64.self)),
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 44, as: UInt64.self))
            )
        }
        guard let offset = Int(exactly: offset), let length = Int(exactly: length) else { return nil }
        self.init(indexOffset: offset, indexBytes: length, indexDigest: digest)
        guard encoded == bytes else { return nil }
    }

    var encoded: [UInt8] {
        let header = MemberHeader(memberBytes: Self.byteCount, content: .trailer, startsRow: true, moreExtra: 64)
        var bytes = header.encoded
        bytes += [UInt8(ascii: "R"), UInt8(ascii: "I"), 60, 0]
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: UInt32(0))
        bytes.append(littleEndian: UInt64(indexOffset))
        bytes.append(littleEndian: UInt64(indexBytes))
        bytes += indexDigest.bytes
        bytes.append(littleEndian: bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) })
        bytes += [3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        return bytes
    }
}
