import Crypto

extension InputFile {
    /// SHA-256 of a range of the file.
    func digest(of range: Range<Int>) throws -> MemberDigest {
        var hash = SHA256()
        let block = Block(capacity: 1 << 20)
        var offset = range.lowerBound
        while offset < range.upperBound {
            try read(min(block.capacity, range.upperBound - offset), at: offset, into: block)
            hash.update(bufferPointer: block.bytes)
            offset += block.count
        }
        return MemberDigest(hash.finalize())
    }
}
