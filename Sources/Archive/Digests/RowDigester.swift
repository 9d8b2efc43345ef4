import CXXHash
import Glibc

/// Counts rows and sums their digests while their bytes pass.
///
/// A row is what stands before a newline, without it; the table's digest is the sum modulo 2^128 of XXH3-128 of its
/// rows, so it is the same in whatever order the rows come and however the bytes are cut into pieces.
package struct RowDigester: ~Copyable {
    /// How many rows have ended so far.
    package private(set) var rows = 0
    private var sum = ContentDigest.zero
    /// Made only when a row comes in pieces.
    private var openRow: OpaquePointer?
    private var isOpen = false

    package init() {}

    deinit { XXH3_freeState(openRow) }

    /// Of the rows that have ended so far.
    package var digest: ContentDigest { sum }

    package mutating func update(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Counts a last row that has no newline behind it. Does nothing where there is none.
    package mutating func finish() {
        if isOpen { endOpenRow() }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard var position = bytes.baseAddress else { return }
        let end = position + bytes.count
        while position < end, let newline = memchr(position, 10, end - position) {
            let length = UnsafeRawPointer(newline) - position
            if isOpen {
                continueRow(UnsafeRawBufferPointer(start: position, count: length))
                endOpenRow()
            } else {
                add(row: UnsafeRawBufferPointer(start: position, count: length))
            }
            position += length + 1
        }
        if position < end { continueRow(UnsafeRawBufferPointer(start: position, count: end - position)) }
    }

    /// One whole row, without its newline.
    @inline(__always)
    mutating func add(row: UnsafeRawBufferPointer) {
        rows += 1
        sum.combine(ContentDigest(row))
    }

    /// A piece of a row that is too long to be held.
    mutating func continueRow(_ piece: UnsafeRawBufferPointer) {
        if openRow == nil { openRow = XXH3_createState() }
        if !isOpen { XXH3_128bits_reset(openRow) }
        isOpen = true
        XXH3_128bits_update(openRow, piece.baseAddress, piece.count)
    }

    mutating func endOpenRow() {
        let hash = XXH3_128bits_digest(openRow)
        sum.combine(ContentDigest(value: UInt128(hash.high64) << 64 | UInt128(hash.low64)))
        rows += 1
        isOpen = false
    }
}
