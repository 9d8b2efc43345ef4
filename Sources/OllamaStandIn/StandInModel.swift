/// A model that the stand-in has, or can fetch.
package struct StandInModel: Sendable, Hashable {
    /// With its tag.
    package let name: String
    /// Ollama's words: completion, tools, thinking, embedding.
    package let capabilities: Set<String>
    /// Tokens it was trained with.
    package let contextLength: Int
    /// Length of its vectors.
    package let embeddingLength: Int
    /// Bytes on disk.
    package let size: Int64

    package init(
        name: String, capabilities: Set<String> = ["completion", "tools"], contextLength: Int = 32_768,
        embeddingLength: Int = 64, size: Int64 = 4096
    ) {
        self.name = name
        self.capabilities = capabilities
        self.contextLength = contextLength
        self.embeddingLength = embeddingLength
        self.size = size
    }

    package static let chat = StandInModel(name: "stand-in:latest")
    package static let embedding = StandInModel(
        name: "stand-in-embed:latest", capabilities: ["embedding"], contextLength: 512)

    func answers(to name: String) -> Bool { name == self.name || name + ":latest" == self.name }

    /// 64 hexadecimal digits that depend on the name, as a real one on the content.
    var digest: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        return (0..<4).map { round in
            for byte in name.utf8 + [UInt8(round)] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            let digits = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
