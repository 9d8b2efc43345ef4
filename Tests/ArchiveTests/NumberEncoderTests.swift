import CDeflate
import CZlib
import Testing

@testable import Archive

@Suite struct NumberEncoderTests {
    /// Encodes with a code learnt from another text, and unpacks with two programs that are not ours.
    private func roundTrip(_ text: [UInt8], learning sample: [UInt8], _ what: Comment) throws {
        let encoder = NumberEncoder()
        let promised = sample.withUnsafeBytes { encoder.learn($0) }
        var output = [UInt8](repeating: 0xa5, count: 2 * text.count + 1024)
        // Whatever is behind the end given must stay as it is.
        let room = output.count - 64
        let size = try #require(
            text.withUnsafeBytes { text in
                output.withUnsafeMutableBytes { output in
                    encoder.encode(text, into: UnsafeMutableRawBufferPointer(rebasing: output[..<room]), limit: .max)
                }
            }, what)
        #expect(output[room...].allSatisfy { $0 == 0xa5 }, what)
        if text == sample { #expect((promised + 1...promised + 300).contains(size), what) }
        #expect(inflate(Array(output[..<size]), to: text.count) == text, what)
        let decompressor = libdeflate_alloc_decompressor()!
        defer { libdeflate_free_decompressor(decompressor) }
        var (used, written) = (0, 0)
        var back = [UInt8](repeating: 0, count: text.count + 1)
        let result = libdeflate_deflate_decompress_ex(
            decompressor, output, size, &back, text.count + 1, &used, &written)
        #expect(result == LIBDEFLATE_SUCCESS && used == size && back[..<written] == text[...], what)
    }

    /// Nil unless the stream ends exactly where the bytes do.
    private func inflate(_ bytes: [UInt8], to size: Int) -> [UInt8]? {
        var (input, output) = (bytes, [UInt8](repeating: 0, count: size + 1))
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                guard CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END, stream.avail_in == 0 else { return nil }
                return Array(output[..<Int(stream.total_out)])
            }
        }
    }

    /// Rows of numbers between -0.1 and 0.1, as pgvector prints them but for exponents.
    static func vectors(bytes: Int, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var text: [UInt8] = []
        while text.count < bytes {
            text += Array("\(text.count)\t[".utf8)
            for index in 0..<100 {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text += Array(Float.random(in: -0.1...0.1, using: &generator).description.utf8)
            }
            text += Array("]\n".utf8)
        }
        return Array(text.prefix(bytes))
    }

    @Test("gives back vectors, of every length near a step's and a stride's end")
    func vectors() throws {
        let text = Self.vectors(bytes: 200_000, seed: 1)
        for length in Array(0...70) + [32_750, 32_768, 32_784, 65_535, 65_552, 65_553, 200_000] {
            let part = Array(text[..<length])
            try roundTrip(part, learning: part, "\(length) bytes")
            try roundTrip(part, learning: [], "\(length) bytes, nothing learnt")
        }
    }

    @Test("gives back any bytes, like the sample or not", arguments: [UInt64(1), 2, 3, 4])
    func fuzz(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabets: [[UInt8]] = [
            Array(0...255), Array(",".utf8), Array(",0".utf8), Array("0123456789,.-".utf8), [0], [0, 44],
            [0x80, 44, 0], Array(",,,,0.\u{e9}".utf8), Array("a,".utf8) + [0xff], Array(1...127),
        ]
        func text() -> [UInt8] {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let alphabet = alphabets.randomElement(using: &generator)!
                for _ in 0..<Int.random(in: 0...15_000, using: &generator) {
                    text.append(alphabet.randomElement(using: &generator)!)
                }
            }
            return text
        }
        for round in 0..<40 {
            let text = text()
            try roundTrip(text, learning: Bool.random(using: &generator) ? text : [], "seed \(seed), round \(round)")
        }
        let (one, other) = (text(), text())
        try roundTrip(one, learning: other, "seed \(seed)")
    }

    @Test("gives back a text whose code has to be shortened")
    func skewed() throws {
        var (text, counts): ([UInt8], (Int, Int)) = ([], (1, 1))
        for byte in UInt8(100)..<122 {
            text += [UInt8](repeating: byte, count: counts.0)
            counts = (counts.1, counts.0 + counts.1)
        }
        try roundTrip(text, learning: text, "as counted")
        // Eight bytes of the longest codes in a row are more than are written at once.
        try roundTrip(Array((1...127).flatMap { [$0, $0] } + text.reversed()), learning: text, "the rarest first")
    }

    @Test("finds a comma's earlier place within deflate's window, and not beyond", arguments: [32_767, 32_768, 32_769])
    func window(_ distance: Int) throws {
        let text =
            Array(",0.01234".utf8) + [UInt8](repeating: 55, count: distance - 8)
            + Array(",0.01234 and more than a step".utf8)
        let encoder = NumberEncoder()
        let size = text.withUnsafeBytes { encoder.learn($0) }
        let without = text.map { $0 == 44 ? 59 : $0 }.withUnsafeBytes { encoder.learn($0) }
        #expect((size < without) == (distance <= 32_768))
        try roundTrip(text, learning: text, "\(distance)")
    }

    @Test("gives up when the text takes more than it may, and writes nothing beyond the end")
    func limits() {
        let (sample, text) = (Self.vectors(bytes: 16_384, seed: 3), [UInt8](repeating: 0xfe, count: 300_000))
        let encoder = NumberEncoder()
        _ = sample.withUnsafeBytes { encoder.learn($0) }
        for (room, limit) in [(900_000, 200_000), (200_000, .max), (0, .max), (511, .max)] {
            var output = [UInt8](repeating: 0xa5, count: room + 64)
            let size = output.withUnsafeMutableBytes { output in
                text.withUnsafeBytes {
                    encoder.encode($0, into: UnsafeMutableRawBufferPointer(rebasing: output[..<room]), limit: limit)
                }
            }
            #expect(size == nil)
            #expect(output[room...].allSatisfy { $0 == 0xa5 })
        }
    }

    @Test("is chosen for vectors, not for numbers that repeat, and left when the text becomes another")
    func choice() throws {
        let vectors = Self.vectors(bytes: 1 << 20, seed: 5)
        let repeated = Array(repeating: vectors[..<8_000], count: 130).flatMap { $0 }
        // Alike where it is sampled: at each seventh of the whole.
        var disguised = vectors
        for index in disguised.indices where (4_096..<140_000).contains(index % (disguised.count / 7)) {
            disguised[index] = UInt8(index & 7) + 128
        }
        let compressor = MemberCompressor()
        let fast = libdeflate_alloc_compressor(1)!
        defer { libdeflate_free_compressor(fast) }
        for (name, text, isNumbers) in [
            ("vectors", vectors, true), ("repeated", repeated, false), ("disguised", disguised, false),
        ] {
            let output = Block(capacity: MemberCompressor.outputCapacity)
            text.withUnsafeBytes { compressor.compress($0, content: .rows, startsRow: true, into: output) }
            let back = Block(capacity: MemberHeader.rawLimit)
            #expect(MemberDecompressor().decompress(output.bytes, into: back) != nil)
            #expect(back.bytes.elementsEqual(text), "\(name)")
            var other = [UInt8](repeating: 0, count: MemberCompressor.outputCapacity)
            let level1 = libdeflate_deflate_compress(fast, text, text.count, &other, other.count)
            #expect(output.count < level1 + level1 / 20 + 32, "\(name): \(output.count), level 1 makes \(level1)")
            #expect((output.bytes[24] & 7 == 5 && output.bytes[24] >> 3 == 263 - 257) == isNumbers, "\(name)")
        }
    }
}
