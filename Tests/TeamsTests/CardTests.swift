import Foundation
import Testing

@testable import Teams

@Suite struct CardTests {
    @Test("is a card of version 1.5 that can be read aloud, and keeps to six buttons")
    func envelope() {
        let links = (1...8).map { (title: "L\($0)", url: "https://x/\($0)") }
        let card = AdaptiveCard.message(
            title: "R-12 *failed*", text: "in <UAT>", facts: [.init("a_b", "[c]")], links: links)
        #expect(card.json["version"] == "1.5")
        #expect(card.json["fallbackText"] == "R-12 *failed*\n\nin <UAT>")
        #expect(card.json["actions"]?.array?.count == 6)
        #expect(card.json["body"]?.array?[0]["text"] == "R-12 \\*failed\\*")
        #expect(card.json["body"]?.array?[1]["text"] == "in &lt;UAT>")
        #expect(card.json["body"]?.array?[2]["facts"] == [["title": "a\\_b", "value": "\\[c\\]"]])
    }

    @Test("a long table becomes several cards, each fit for a message, without losing a row")
    func table() throws {
        let rows = (0..<500).map {
            ["R-\($0)", "Payment \($0)", "IN_PROGRESS", String(repeating: "x", count: $0 % 90)]
        }
        let cards = AdaptiveCard.table(title: "Releases", columns: ["Id", "Title", "Status", "Note"], rows: rows)
        #expect(cards.count > 1)
        var ids: [String] = []
        for card in cards {
            #expect(card.json.bytes.count <= Message.textLimit)
            #expect(Message(cards: [card]).activity(to: MessageTests.reference).json.bytes.count <= Connector.sizeLimit)
            let lines = try #require(card.json["body"]?.array?[1]["rows"]?.array?.dropFirst())
            ids += lines.compactMap { $0["cells"]?.array?[0]["items"]?.array?[0]["text"]?.string }
        }
        #expect(ids == (0..<500).map { "R-\($0)" })
        #expect(cards[0].json["body"]?.array?[0]["text"]?.string?.hasSuffix("of 500)") == true)
        #expect(AdaptiveCard.table(title: "None", columns: ["Id"], rows: []).count == 1)
    }

    @Test("an approval shows the exact call, and carries a ticket and nothing else")
    func approval() throws {
        let call = #"release.start {"id": "R-12", "note": "*now* <at>all</at>"}"#
        let card = AdaptiveCard.approval(
            title: "Start R-12?", requester: "Ada", call: call, ticket: "t-1", expiry: "14:30")
        #expect(card.json.text.contains("Monospace"))
        let run = card.json["body"]?.array?[2]["items"]?.array?[0]["inlines"]?.array?[0]["text"]
        #expect(run == .string(call))
        let actions = try #require(card.json["actions"]?.array)
        #expect(actions.map { $0["data"] } == [["ticket": "t-1"], ["ticket": "t-1"]])
        #expect(actions.compactMap { $0["verb"]?.string } == [AdaptiveCard.approveVerb, AdaptiveCard.declineVerb])
        let decided = AdaptiveCard.decided(title: "Start R-12?", outcome: "Approved by Ada", tone: .good, call: call)
        #expect(decided.json["actions"] == nil)
    }

    @Test("asks no more than sixty people's clients to refresh a card")
    func refresh() {
        var card = AdaptiveCard.message(title: "x")
        card.refresh = .init(verb: "look", data: [:], userIDs: (0..<100).map { "29:\($0)" })
        #expect(card.json["refresh"]?["userIds"]?.array?.count == 60)
    }
}
