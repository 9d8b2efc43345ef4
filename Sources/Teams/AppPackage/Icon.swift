/// Reva's mark, drawn: an arrow that goes back around to where it began.
struct Icon {
    let side: Int
    /// Red, green, blue and opacity of each pixel, row by row.
    private(set) var pixels: [UInt8]

    /// 192 by 192 pixels, on the whole of which the background is.
    static func color(background: String) -> Icon {
        let value = UInt32(background.dropFirst(), radix: 16) ?? 0
        let color = [UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
        return Icon(side: 192) { mark in
            zip(color, [255, 255, 255]).map { back, front in
                UInt8((Double(back) * (1 - mark) + front * mark).rounded())
            } + [255]
        }
    }

    /// 32 by 32 pixels, white on nothing, as Teams wants it.
    static let outline = Icon(side: 32) { mark in [255, 255, 255, UInt8((mark * 255).rounded())] }

    /// - Parameter paint: the pixel where the mark covers this share of it, from 0 to 1.
    private init(side: Int, paint: (Double) -> [UInt8]) {
        self.side = side
        pixels = []
        for row in 0..<side {
            for column in 0..<side {
                pixels += paint(Self.coverage(row: row, column: column, side: side))
            }
        }
    }

    /// How much of a pixel the mark covers, by sixteen samples; by four of them where those agree, as most do.
    private static func coverage(row: Int, column: Int, side: Int) -> Double {
        func isHit(_ sample: Int) -> Bool {
            let x = (Double(column) + (Double(sample % 4) + 0.5) / 4) / Double(side) * 2 - 1
            let y = (Double(row) + (Double(sample / 4) + 0.5) / 4) / Double(side) * 2 - 1
            return isMark(x, y)
        }
        let corners = [0, 3, 12, 15].count(where: isHit)
        guard corners != 0, corners != 4 else { return Double(corners / 4) }
        return Double((0..<16).count(where: isHit)) / 16
    }

    /// From -1 to 1 on both axes, y downwards.
    private static func isMark(_ x: Double, _ y: Double) -> Bool {
        let radius = (x * x + y * y).squareRoot()
        // A ring that is open at the upper left, and a dot in its middle.
        if radius < 0.14 { return true }
        if radius > 0.44, radius < 0.60, !(x < 0 && y < 0) { return true }
        // The head of the arrow, at the ring's upper end.
        return x < 0.04 && x > -0.32 && abs(y + 0.52) < (x + 0.32) * 0.75
    }

    /// The file, by the PNG specification; its data are not compressed.
    var png: [UInt8] {
        var header: [UInt8] = []
        header.appendBig(UInt32(side))
        header.appendBig(UInt32(side))
        header += [8, 6, 0, 0, 0]  // bits, color with opacity, and the only compression, filter and order there are

        var lines: [UInt8] = []
        for row in 0..<side {
            lines.append(0)  // no filter
            lines += pixels[row * side * 4..<(row + 1) * side * 4]
        }
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        return signature + Self.chunk("IHDR", header) + Self.chunk("IDAT", Self.stored(lines)) + Self.chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + content
        var chunk: [UInt8] = []
        chunk.appendBig(UInt32(content.count))
        chunk += body
        chunk.appendBig(CRC32.of(body))
        return chunk
    }

    /// A zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var start = 0
        while start < bytes.count {
            let end = min(start + 0xFFFF, bytes.count)
            stream.append(end == bytes.count ? 1 : 0)
            stream.appendLittle(UInt16(end - start))
            stream.appendLittle(~UInt16(end - start))
            stream += bytes[start..<end]
            start = end
        }
        stream.appendBig(Adler32.of(bytes))
        return stream
    }
}
