import CDeflate

/// Takes gzip members of ours apart and checks all there is to check.
// Sendable: used by one thread at a time, taken from and given back to a pool.
final class MemberDecompressor: @unchecked Sendable {
    private let decompressor: OpaquePointer

    // It fails only without memory, where Swift itself would end.
    init() { decompressor = libdeflate_alloc_decompressor()! }

    deinit { libdeflate_free_decompressor(decompressor) }

    /// Writes the member's text into `output`, of at least ``MemberHeader/rawLimit``. Nil if anything is not as it should.
    func decompress(_ member: UnsafeRawBufferPointer, into output: Block) -> MemberHeader? {
        guard let header = MemberHeader(member), header.memberBytes == member.count, header.moreExtra == 0 else {
            return nil
        }
        let footer = member.count - MemberHeader.footerCount
        let checksum = UInt32(littleEndian: member.loadUnaligned(fromByteOffset: footer, as: UInt32.self))
        let rawSize = Int(UInt32(littleEndian: member.loadUnaligned(fromByteOffset: footer + 4, as: UInt32.self)))
        guard rawSize <= output.capacity else { return nil }
        var (used, written) = (0, 0)
        let body = member.baseAddress! + MemberHeader.byteCount  // not empty: the header was read
        let result = libdeflate_deflate_decompress_ex(
            decompressor, body, footer - MemberHeader.byteCount, output.base, rawSize, &used, &written)
        guard result == LIBDEFLATE_SUCCESS, written == rawSize, used == footer - MemberHeader.byteCount,
            libdeflate_crc32(0, output.base, rawSize) == checksum
        else { return nil }
        output.count = rawSize
        return header
    }
}
