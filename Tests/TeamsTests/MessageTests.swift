import Foundation
import PostgresTesting
import Testing

@testable import Teams

@Suite struct MessageTests {
    static let reference = ConversationReference(
        user: Account(id: "29:u1"), bot: Account(id: "28:app", name: "Reva"),
        conversation: Conversation(id: "a:1x", kind: .personal, tenantID: "t"), channelID: "msteams",
        serviceURL: "https://smba.trafficmanager.net/emea/")

    @Test("keeps label, citations and mentions to what Teams takes")
    func entities() throws {
        var message = Message("Hello <at>Ada</at> [1]")
        message.isGenerated = true
        message.mentions = [Activity.Mention(of: Account(id: "29:u1", name: "Ada"))]
        message.citations = (1...12).map { number in
            Citation(
                name: String(repeating: "n", count: 90), abstract: String(repeating: "😀", count: 100),
                url: number == 1 ? "javascript:alert(1)" : "https://release.example/\(number)",
                keywords: ["one", String(repeating: "k", count: 40), "", "three", "four"])
        }
        let entities = message.activity(to: Self.reference).entities
        #expect(entities.count == 2)
        #expect(entities[0]["text"] == "<at>Ada</at>")
        #expect(entities[1]["additionalType"] == ["AIGeneratedContent"])
        let claims = try #require(entities[1]["citation"]?.array)
        #expect(claims.count == 10)
        #expect(claims.compactMap { $0["position"]?.integer } == Array(1...10))
        let first = try #require(claims[0]["appearance"])
        #expect(first["url"] == nil)
        #expect(first["name"]?.string?.utf16.count == 80)
        #expect(first["abstract"]?.string?.utf16.count ?? 161 <= 160)
        #expect(first["keywords"]?.array?.count == 3)
        #expect(first["keywords"]?.array?[1].string?.utf16.count == 28)
        #expect(claims[1]["appearance"]?["url"] == "https://release.example/2")
        #expect(Message("x").activity(to: Self.reference).entities.isEmpty)
    }

    @Test("a name cannot break out of its mention")
    func mentionNames() {
        let mention = Activity.Mention(of: Account(id: "29:x", name: "</at><at>Boss"))
        #expect(mention.text == "<at>/atatBoss</at>")
    }

    @Test(
        "shows text of others as it is",
        arguments: [
            ("plain", "plain"), ("*b* _i_ `c`", "\\*b\\* \\_i\\_ \\`c\\`"), ("[x](http://y)", "\\[x\\](http://y)"),
            ("<at>Ada</at>", "&lt;at>Ada&lt;/at>"), ("\\", "\\\\"),
        ])
    func escaping(text: String, escaped: String) {
        #expect(Markdown.escaped(text) == escaped)
    }

    @Test("cuts at paragraphs, lines, words, or where it must")
    func pieces() {
        let words = String(repeating: "a", count: 40)
        #expect(Markdown.pieces(of: "short", limit: 64) == ["short"])
        #expect(Markdown.pieces(of: "", limit: 64) == [""])
        #expect(Markdown.pieces(of: "\(words)\n\n\(words) b", limit: 64) == ["\(words)\n\n", "\(words) b"])
        #expect(Markdown.pieces(of: "\(words) c\n\(words)", limit: 64) == ["\(words) c\n", words])
        #expect(Markdown.pieces(of: "\(words) \(words)", limit: 64) == ["\(words) ", words])
        #expect(
            Markdown.pieces(of: words + words, limit: 64) == [
                String(repeating: "a", count: 60), String(repeating: "a", count: 20),
            ])
    }

    @Test("a block of code that is cut is one in both pieces")
    func code() {
        let lines = (0..<10).map { "line \($0)" }.joined(separator: "\n")
        let pieces = Markdown.pieces(of: "```swift\n\(lines)\n```\nafter", limit: 64)
        #expect(pieces.count > 1)
        for piece in pieces {
            #expect(piece.split(separator: "\n").filter { $0.hasPrefix("```") }.count.isMultiple(of: 2), "\(piece)")
            #expect(piece.utf8.count <= 64)
        }
        #expect(pieces[1].hasPrefix("```swift\n"))
    }

    @Test("pieces are small enough, hold what was shown, and lose nothing")
    func piecesOfAnything() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let parts = ["word", " ", "\n", "\n\n", "é", "😀", "👩‍👩‍👧‍👧", "a", "1. "]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }.joined()
            let shown = Int.random(in: 0...80, using: &random)
            let pieces = Markdown.pieces(of: text, limit: 80, shown: shown)
            #expect(pieces.allSatisfy { $0.utf8.count <= 80 }, "seed \(seed)")
            func dense(_ text: String) -> String { text.filter { !$0.isWhitespace } }
            #expect(dense(pieces.joined()) == dense(text), "seed \(seed)")
            if text.utf8.count > 80 {
                // Characters are never cut, and the largest here has 25 bytes.
                #expect(pieces[0].utf8.count > min(shown, 80) - 25, "seed \(seed)")
            }
            #expect(text.hasPrefix(pieces[0]), "seed \(seed)")
        }
    }
}
