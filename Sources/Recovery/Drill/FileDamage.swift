import Archive
import SystemPackage

/// A way in which a backup's file may be damaged, done to a copy of it.
///
/// In this order: what changes bytes is put right again for the next, what cuts the file only ever makes it shorter.
enum FileDamage: CaseIterable {
    case flippedBit, lostSector, exchangedPieces, flippedBitInIndex, cutByOneByte, cutInHalf, emptied

    var description: String {
        switch self {
        case .flippedBit: "one bit flipped among the rows"
        case .lostSector: "a sector of the disk read as zeros"
        case .exchangedPieces: "two pieces exchanged"
        case .flippedBitInIndex: "one bit flipped in the index"
        case .cutByOneByte: "the last byte missing"
        case .cutInHalf: "the second half missing"
        case .emptied: "nothing left of it"
        }
    }

    /// Damages the file.
    /// - Returns: what stood in the places that were changed; empty when the file was cut.
    func apply(to file: FileDescriptor, of reader: ArchiveReader) throws -> [(place: Int64, bytes: [UInt8])] {
        let members = reader.sections.flatMap(\.members)
        let largest = members.max { $0.bytes < $1.bytes }
        let end = members.map { $0.offset + $0.bytes }.max() ?? 0
        switch self {
        case .flippedBit:
            return try Self.change(file, at: largest.map { $0.offset + $0.bytes / 2 } ?? 0, count: 1) { [$0[0] ^ 0x10] }
        case .lostSector:
            return try Self.change(file, at: reader.bytes / 2 & ~511, count: min(512, reader.bytes / 2)) {
                [UInt8](repeating: 0, count: $0.count)
            }
        case .exchangedPieces:
            let count = max(1, min(4096, reader.bytes / 8))
            let (first, second) = (reader.bytes / 4, reader.bytes / 2)
            let other = try Self.read(file, at: second, count: count)
            var former = try Self.change(file, at: first, count: count) { _ in other }
            let moved = former[0].bytes
            former += try Self.change(file, at: second, count: count) { _ in moved }
            return former
        case .flippedBitInIndex:
            return try Self.change(file, at: end + (reader.bytes - end) / 2, count: 1) { [$0[0] ^ 0x01] }
        case .cutByOneByte: try file.resize(to: Int64(reader.bytes - 1))
        case .cutInHalf: try file.resize(to: Int64(reader.bytes / 2))
        case .emptied: try file.resize(to: 0)
        }
        return []
    }

    private static func change(
        _ file: FileDescriptor, at place: Int, count: Int, _ new: ([UInt8]) -> [UInt8]
    ) throws -> [(place: Int64, bytes: [UInt8])] {
        let former = try read(file, at: place, count: count)
        try file.writeAll(toAbsoluteOffset: Int64(place), new(former))
        return [(Int64(place), former)]
    }

    private static func read(_ file: FileDescriptor, at place: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: Int64(place), into: $0) }
        guard read == count else { throw Errno.ioError }
        return bytes
    }
}
