import CZlib

/// Unpacks any gzip file from start to end: one member or many, as gzip, pigz and bgzip write them.
struct GzipStream {
    private let file: InputFile

    init(_ file: InputFile) { self.file = file }

    /// Gives the text in pieces, each with how many bytes of the file have been read. A piece is given out before the
    /// checksum that covers it is reached; an error afterwards means that what was given is not to be trusted.
    func read(_ body: (_ text: UnsafeRawBufferPointer, _ bytesDone: Int) throws -> Void) throws {
        var stream = z_stream()
        // 15 bits of window, and 16 for gzip alone.
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw ArchiveError(.fileSystem, "unable to read \(file.name): zlib does not start")
        }
        defer { inflateEnd(&stream) }
        let input = Block(capacity: 1 << 18)
        let output = Block(capacity: 1 << 20)
        var offset = 0
        var member = (number: 1, start: 0, isOver: false)
        while true {
            input.count = try file.read(
                at: offset, UnsafeMutableRawBufferPointer(start: input.base, count: input.capacity))
            if input.count == 0 {
                if member.isOver { return }
                throw ArchiveError.cutShort("\(file.name) ends inside of its gzip member \(member.number)")
            }
            offset += input.count
            stream.next_in = input.base
            stream.avail_in = UInt32(input.count)
            while stream.avail_in > 0 || stream.avail_out == 0 {
                if member.isOver {
                    let place = offset - Int(stream.avail_in)
                    if stream.avail_in == 0 { break }
                    // Zeros at the end come from tapes and block devices, and gzip passes over them as well.
                    if stream.next_in.pointee != 0x1f { return try expectZeros(from: place) }
                    inflateReset(&stream)
                    member = (member.number + 1, place, false)
                }
                stream.next_out = output.base
                stream.avail_out = UInt32(output.capacity)
                let result = inflate(&stream, Z_NO_FLUSH)
                output.count = output.capacity - Int(stream.avail_out)
                if output.count > 0 { try body(output.bytes, offset - Int(stream.avail_in)) }
                switch result {
                case Z_STREAM_END: member.isOver = true
                case Z_OK: break
                case Z_BUF_ERROR where stream.avail_in == 0: break
                default:
                    throw ArchiveError.damaged(
                        "\(file.name) is damaged: gzip member \(member.number), which begins at byte \(member.start)")
                }
                if result == Z_BUF_ERROR || stream.avail_in == 0 && stream.avail_out > 0 { break }
            }
        }
    }

    private func expectZeros(from start: Int) throws {
        let block = Block(capacity: 1 << 16)
        var offset = start
        while offset < file.bytes {
            try file.read(min(block.capacity, file.bytes - offset), at: offset, into: block)
            guard block.bytes.allSatisfy({ $0 == 0 }) else {
                throw ArchiveError.damaged("\(file.name) is damaged: something that is not gzip follows byte \(start)")
            }
            offset += block.count
        }
    }
}
