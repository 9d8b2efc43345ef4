/// Vectors of texts, in the order of the texts.
package struct Embeddings: Sendable, Hashable {
    package let model: String
    package let vectors: [[Float]]
    /// Tokens read, as the server counted; nil where it does not say.
    package let tokens: Int?

    /// Throws `.nonsense` where it is not one vector a text, all of one length, of finite numbers.
    init(model: String, vectors: [[Float]], texts: Int, tokens: Int?, from address: String) throws(ModelError) {
        let problem: String? =
            if vectors.count != texts {
                "\(vectors.count) vectors for \(texts) texts"
            } else if Set(vectors.map(\.count)).count > 1 {
                "vectors of different lengths"
            } else if vectors.contains(where: \.isEmpty) {
                "an empty vector"
            } else if !vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) {
                "a vector with a number that is none"
            } else {
                nil
            }
        if let problem { throw ModelError(.nonsense, "\(model) at \(address) gave \(problem)") }
        self.model = model
        self.vectors = vectors
        self.tokens = tokens
    }
}
