import Foundation
import JSONValues
import RevaTesting
import Testing

@testable import Teams

/// Asks Microsoft's own packages whether they think the same. `scripts/test` installs them.
@Suite(.enabled(if: MicrosoftPackages.python != nil, "REVA_TEST_PEERS names no Python environment"))
struct PeerTests {
    @Test("the packages of Microsoft believe and refuse the same requests, but for the exceptions that are listed")
    func tokens() async throws {
        try await Bot.with { bot in
            let table = try TokenCase.table(for: bot)
            await bot.standIn.publish(try TokenCase.published())
            let asked = table.filter { if case .unasked = $0.peers { false } else { true } }
            let cases = try asked.map { test -> JSON in
                let activity = try bot.message(changes: test.activity)
                return [
                    "authorization": test.authorization.map(JSON.string) ?? .null,
                    "serviceUrl": activity.serviceURL.map(JSON.string) ?? .null,
                    "channelId": activity.channelID.map(JSON.string) ?? .null,
                ]
            }
            let answer = try await MicrosoftPackages.ask([
                "tokens": [
                    "metadata": .string(bot.address.metadataURL), "app": .string(bot.standIn.appID),
                    "cases": .array(cases),
                ]
            ])
            let opinions = try #require(answer["tokens"]?.array)
            #expect(opinions.count == asked.count)
            for (test, opinion) in zip(asked, opinions) {
                let ours = JSON.boolean(test.refusal == nil)
                let isSame = opinion["teams"] == ours && opinion["connector"] == ours
                switch test.peers {
                case .agree: #expect(isSame, "\(test.name): \(opinion.text)")
                case .differ(let why): #expect(!isSame, "\(test.name) is no exception any more: \(why)")
                case .unasked: break
                }
            }
        }
    }

    @Test("everything that we send is what the packages of Microsoft expect")
    func activities() async throws {
        try await Bot.with { bot in
            await bot.standIn.setLimitsRates(false)
            let cards = Self.cards
            var message = Message("Hello <at>Ada</at>, see [1]", cards: cards)
            message.layout = .carousel
            message.summary = "Hello"
            message.isGenerated = true
            message.asksForFeedback = true
            message.mentions = [Activity.Mention(of: Account(id: "29:u1", name: "Ada"))]
            message.citations = [
                Citation(name: "R-12", abstract: "FAILED", url: "https://release.example/R-12", keywords: ["release"])
            ]
            let id = try #require(try await bot.connector.send(message, to: bot.reference()))
            try await bot.connector.update(id, with: Message(cards: [cards[0]]), in: bot.reference())
            try await bot.connector.sendTyping(to: bot.reference())
            _ = try await bot.connector.startThread(in: "19:c", with: Message("news"), like: bot.reference())
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await stream.show("Looking up …")
            bot.time.advance(by: .seconds(2))
            try await stream.append("It failed.")
            try await stream.finish()

            let sent = try await bot.standIn.deliveries.map { try Activity([UInt8]($0.body)).json }
            #expect(sent.count == 7)
            let invokes = [
                InvokeAnswer.card(cards[0]), .text("Done"), .failure("no"), .failure("sorry", isOurFault: true),
                .preconditionFailed("late"),
            ].compactMap(\.body)
            let answer = try await MicrosoftPackages.ask([
                "activities": .array(sent), "cards": .array(cards.map(\.json)), "invokes": .array(invokes),
            ])
            for (name, values) in [("activities", sent), ("cards", cards.map(\.json)), ("invokes", invokes)] {
                let complaints = try #require(answer[name]?.array)
                #expect(complaints.count == values.count)
                for (value, complaint) in zip(values, complaints) { #expect(complaint == [], "\(value.text)") }
            }
        }
    }

    /// One of each kind, with every element and action.
    private static var cards: [AdaptiveCard] {
        var full = AdaptiveCard(
            body: [
                .text("t", size: .large, weight: .bold, tone: .attention, isSubtle: true), .code("c"),
                .facts([.init("a", "b")]), .table(columns: ["A", "B"], rows: [["1"], ["2", "3"]]),
                .input(id: "why", label: "Why", placeholder: "because", isLong: true, isRequired: true),
                .container([.text("inside")], tone: .good),
            ],
            actions: [
                .execute(title: "Do", verb: "do", data: ["ticket": "t"], style: .destructive),
                .submit(title: "Send", data: ["a": 1]), .openURL(title: "Open", url: "https://x/"),
            ], fallbackText: "f")
        full.isWide = true
        full.mentions = [Activity.Mention(of: Account(id: "29:u1", name: "Ada"))]
        full.refresh = .init(verb: "look", data: ["ticket": "t"], userIDs: ["29:u1"])
        return [
            full, .message(title: "Notice", text: "text", facts: [.init("a", "b")], links: [("Open", "https://x/")]),
            .approval(title: "Start?", requester: "Ada", call: "start {}", ticket: "t", expiry: "14:30"),
            .decided(title: "Start?", outcome: "Approved", tone: .good, call: "start {}"),
            .inProgress(title: "Starting"),
        ] + AdaptiveCard.table(title: "Releases", columns: ["Id", "Title"], rows: [["R-12", "Payment"]])
    }

    @Test("the app package is a zip archive with a manifest and two images, as Python reads it")
    func package() async throws {
        let archive = try AppPackage(AppPackageTests.manifest).archive()
        let answer = try await MicrosoftPackages.ask(["package": .string(Data(archive).base64EncodedString())])
        #expect(
            answer["package"] == [
                "names": ["manifest.json", "color.png", "outline.png"], "id": "11111111-2222-4333-8444-555555555555",
                "images": [[192, 192, true], [32, 32, true]],
            ])
    }
}
