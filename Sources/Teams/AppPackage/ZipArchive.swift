/// A small zip archive whose files are stored as they are (PKWARE's APPNOTE, version 2.0 of the format).
struct ZipArchive {
    private var files: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// 1 January 1980, the first day that the format knows: so that the same content is the same archive.
    private static let date: UInt16 = 0x21

    /// - Parameters:
    ///   - name: ASCII.
    ///   - content: far below the 4 GiB of the format.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = UInt32(files.count)
        var facts: [UInt8] = []
        facts.appendLittle(UInt16(20))  // version needed
        facts.appendLittle(UInt16(0))  // flags
        facts.appendLittle(UInt16(0))  // stored
        facts.appendLittle(UInt16(0))  // time
        facts.appendLittle(Self.date)
        facts.appendLittle(CRC32.of(content))
        facts.appendLittle(UInt32(content.count))
        facts.appendLittle(UInt32(content.count))
        facts.appendLittle(UInt16(name.utf8.count))
        facts.appendLittle(UInt16(0))  // extra field

        files.appendLittle(UInt32(0x0403_4B50))
        files += facts + Array(name.utf8) + content

        directory.appendLittle(UInt32(0x0201_4B50))
        directory.appendLittle(UInt16(20))  // version made by
        directory += facts
        directory.appendLittle(UInt16(0))  // comment
        directory.appendLittle(UInt16(0))  // disk
        directory.appendLittle(UInt16(0))  // internal attributes
        directory.appendLittle(UInt32(0))  // external attributes
        directory.appendLittle(offset)
        directory += Array(name.utf8)
        count += 1
    }

    var bytes: [UInt8] {
        var end: [UInt8] = []
        end.appendLittle(UInt32(0x0605_4B50))
        end.appendLittle(UInt16(0))  // this disk
        end.appendLittle(UInt16(0))  // disk of the directory
        end.appendLittle(count)
        end.appendLittle(count)
        end.appendLittle(UInt32(directory.count))
        end.appendLittle(UInt32(files.count))
        end.appendLittle(UInt16(0))  // comment
        return files + directory + end
    }
}
