import Foundation

/// Answers by rule, for trying Reva without a model: a tool whose name shares a word with the question is called, and
/// what a tool says is passed on.
enum DemoAnswers {
    static func answer(to request: StandInRequest) -> StandInAnswer {
        guard let last = request.messages?.last else { return .steps(.end("load")) }
        let content = last.content ?? ""
        if last.role == "tool" {
            let tool = last.tool_name ?? "the tool"
            return .steps(words("\(tool) says: \(content)"))
        }
        if let tool = request.tools?.first(where: { shares(word: $0.function.name, with: content) }) {
            return .steps(.call(tool.function.name, arguments: arguments(for: tool, from: content)))
        }
        return .steps(words("I am a stand-in for a language model, and answer by rule. You wrote: \(content)"))
    }

    /// In the portions a tokenizer would make.
    private static func words(_ text: String) -> [StandInAnswer.Step] {
        text.split(separator: " ", omittingEmptySubsequences: false).enumerated()
            .map { .text($0 == 0 ? String($1) : " " + $1) }
    }

    private static func shares(word name: String, with text: String) -> Bool {
        let words = Set(text.lowercased().split { !$0.isLetter })
        return name.lowercased().split { !$0.isLetter }.contains { $0.count > 3 && words.contains($0) }
    }

    /// Every required argument is the first word of the question that looks like an identifier, else all of it.
    private static func arguments(for tool: StandInRequest.Tool, from text: String) -> String {
        let words = text.split { $0.isWhitespace || "?!,".contains($0) }
        let value = words.first { $0.contains(where: \.isNumber) }.map(String.init) ?? text
        let required = tool.function.parameters?.required ?? []
        let members = Dictionary(required.map { ($0, value) }, uniquingKeysWith: { first, _ in first })
        return String(decoding: JSONText.data(members), as: UTF8.self)
    }

    /// A vector of length 1 whose direction comes from the words: texts that share words are near each other.
    static func vector(of text: String, dimensions: Int) -> [Double] {
        var vector = [Double](repeating: 0, count: dimensions)
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            vector[Int(hash % UInt64(dimensions))] += 1
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length == 0 { vector[0] = 1 }
        return length == 0 ? vector : vector.map { $0 / length }
    }
}
