/// A command for a Redis: its name and its other words, which may hold any bytes.
struct RedisCommand: Sendable {
    let name: String
    private let words: [[UInt8]]

    init(_ name: String, _ words: [[UInt8]] = []) {
        self.name = name
        self.words = [Array(name.utf8)] + words
    }

    init(_ name: String, _ words: String...) { self.init(name, words.map { Array($0.utf8) }) }

    /// The words as C wants them: how many, where each begins, and how long each is; good within `body` alone.
    func withWords<Result>(
        _ body: (CInt, UnsafeMutablePointer<UnsafePointer<CChar>?>, UnsafePointer<Int>) -> Result
    ) -> Result {
        let lengths = words.map(\.count)
        return Array(words.joined()).withUnsafeBytes { bytes in
            var start = 0
            var starts: [UnsafePointer<CChar>?] = []
            for length in lengths {
                starts.append(bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) })
                start += length
            }
            return body(CInt(lengths.count), &starts, lengths)
        }
    }
}
