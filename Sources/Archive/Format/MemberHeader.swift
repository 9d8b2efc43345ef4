/// The head of each gzip member (RFC 1952) in our files, always the same 24 bytes but for three fields:
///
///     0  1f 8b 08 04                 gzip, deflate, FEXTRA
///     4  00 00 00 00                 no time
///     8  00 ff                       no extra flags, unknown system
///     10 0c 00                       12 bytes of extra field follow
///     12 52 56 08 00                 subfield "RV", 8 bytes
///     16 length                      of the whole member, 32 bits, little-endian
///     20 content                     0 text, 1 rows, 2 index, 3 trailer
///     21 starts row                  1 if its first byte is the first of a row, of a text always 1
///     22 00 00                       reserved
struct MemberHeader: Equatable {
    enum Content: UInt8 { case text, rows, index, trailer }

    static let byteCount = 24
    /// CRC32 and ISIZE.
    static let footerCount = 8
    /// No member holds more text than this.
    static let rawLimit = 4 << 20
    /// What we write: less in work at once than at the limit, and as well compressed.
    static let rawTarget = 2 << 20
    /// Deflate needs at most 5 bytes more for each 5000 it cannot compress (libdeflate's bound), and a little at the end.
    static let byteLimit = rawLimit + rawLimit / 512 + 256

    var memberBytes: Int
    var content: Content
    var startsRow: Bool
    /// Bytes of subfields behind ours; only the trailer has any.
    var moreExtra = 0

    init(memberBytes: Int, content: Content, startsRow: Bool, moreExtra: Int = 0) {
        (self.memberBytes, self.content, self.startsRow) = (memberBytes, content, startsRow)
        self.moreExtra = moreExtra
    }

    /// Nil unless the bytes are exactly what ``encoded`` gives for some header, of a possible length.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.byteCount, let content = Content(rawValue: bytes[20]), bytes[21] <= 1 else {
            return nil
        }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
        let extra = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 10, as: UInt16.self)))
        guard (Self.byteCount + 2 + Self.footerCount...Self.byteLimit).contains(length), extra >= 12 else { return nil }
        self.init(memberBytes: length, content: content, startsRow: bytes[21] == 1, moreExtra: extra - 12)
        guard content == .trailer || moreExtra == 0, bytes.prefix(Self.byteCount).elementsEqual(encoded) else {
            return nil
        }
    }

    var encoded: [UInt8] {
        var bytes: [UInt8] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]
        bytes.append(littleEndian: UInt16(12 + moreExtra))
        bytes += [UInt8(ascii: "R"), UInt8(ascii: "V"), 8, 0]
        bytes.append(littleEndian: UInt32(memberBytes))
        bytes += [content.rawValue, startsRow ? 1 : 0, 0, 0]
        return bytes
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
