import AsyncHTTPClient
import Crypto
import Foundation
import Health
import NIOCore
import PostgresTesting
import Teams
import TeamsStandIn
import Testing

@testable import Postgres
@testable import Records
@testable import Server

@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct NotificationTests {
    private let event: [String: any Sendable] = [
        "id": "Applications/F/Release12/ActivityLogEntry1", "eventType": "RELEASE_FAILED",
        "date": "2026-03-15T09:00:00.250+01:00", "username": "System", "message": "Failed *at* acceptance",
        "release": [
            "id": "Applications/F/Release12", "title": "Payment 4.1", "status": "FAILED", "folderId": "Applications/F",
        ],
    ]

    private func subscribe(_ person: Person, to subject: String, in reva: RunningBot) async throws {
        let reference = ConversationReference(
            user: Account(id: person.id, name: person.name, objectID: person.objectID),
            bot: Account(id: reva.bot.id, name: "Reva"),
            conversation: Conversation(id: person.chat, kind: .personal, tenantID: reva.cloud.tenantID),
            channelID: "msteams", serviceURL: reva.standIn.serviceURL, locale: person.locale)
        try await reva.records.subscriptions.subscribe(
            person: person.objectID, subject: subject, conversation: person.chat, reference: reference.json.text)
    }

    private func post(
        _ event: [String: any Sendable], secret: String? = RunningBot.webhookSecret, to bot: BotAddress
    ) async throws -> Int {
        let body = try JSONSerialization.data(withJSONObject: event)
        var request = HTTPClientRequest(url: bot.url.replacing("/api/messages", with: "/api/events/release"))
        request.method = .POST
        if let secret {
            let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8)))
            let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            request.headers.add(name: "X-Hub-Signature-256", value: "sha256=" + digits)
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 20)
        return Int(response.status.code)
    }

    @Test("an event is told once to each subscriber, in their language, however often and wherever it arrives")
    func once() async throws {
        try await RunningBot.with(replicas: 2) { reva in
            let ada = Person(1, name: "Ada")
            let grace = Person(2, name: "Grace", locale: "de-DE")
            try await subscribe(ada, to: "Payment 4.1", in: reva)
            try await subscribe(ada, to: "release12", in: reva)
            try await subscribe(grace, to: "Applications/F", in: reva)
            try await subscribe(Person(3, name: "Linus"), to: "Payment 4.2", in: reva)
            for _ in 0..<3 {
                for bot in reva.bots { #expect(try await post(event, to: bot) == 202) }
            }
            try await reva.becomesIdle()
            let sent = await reva.cloud.deliveries
            #expect(sent.map(\.conversation).sorted() == [ada.chat, grace.chat].sorted())
            let texts = Dictionary(uniqueKeysWithValues: sent.map { ($0.conversation, $0.string("summary") ?? "") })
            #expect(texts[ada.chat] == "Payment 4.1: failed")
            #expect(texts[grace.chat] == "Payment 4.1: fehlgeschlagen")

            var later = event
            later["date"] = "2026-03-15T10:00:00.250+01:00"
            #expect(try await post(later, to: reva.bot) == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.count == 4)
        }
    }

    @Test("what is not signed by Release is refused, and nobody hears of it")
    func signatures() async throws {
        try await RunningBot.with { reva in
            try await subscribe(Person(1, name: "Ada"), to: "*", in: reva)
            #expect(try await post(event, secret: nil, to: reva.bot) == 401)
            #expect(try await post(event, secret: "a guess", to: reva.bot) == 401)
            #expect(try await post(["eventType": "RELEASE_FAILED"], to: reva.bot) == 400)
            #expect(try await post(["pad": String(repeating: "x", count: 300_000)], to: reva.bot) == 413)
            var undated = event
            undated["date"] = "yesterday"
            #expect(try await post(undated, to: reva.bot) == 400)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.isEmpty)
            #expect(try await post(event, to: reva.bot) == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.count == 1)
        }
    }

    @Test("a subscriber who cannot be reached for good is told of nothing more; the others are")
    func blocked() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            try await subscribe(ada, to: "*", in: reva)
            await reva.cloud.fail(.connector, .status(403, code: "BotNotInConversationRoster"))
            #expect(try await post(event, to: reva.bot) == 202)
            try await reva.becomesIdle()
            #expect(try await reva.records.subscriptions.list(person: ada.objectID).isEmpty)
            #expect(await reva.cloud.deliveries.isEmpty)
            try await subscribe(ada, to: "*", in: reva)
            var later = event
            later["date"] = "2026-03-15T10:00:00.250+01:00"
            #expect(try await post(later, to: reva.bot) == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.count == 1)
        }
    }

    @Test("a delivery that may have arrived is not repeated, and is counted as what it is")
    func unknown() async throws {
        try await RunningBot.with { reva in
            try await subscribe(Person(1, name: "Ada"), to: "*", in: reva)
            await reva.cloud.fail(.connector, .breakAfterDelivery)
            #expect(try await post(event, to: reva.bot) == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.count == 1)
            let text = MetricRoutes.prometheus(reva.metrics.samples)
            #expect(text.contains(#"reva_notification_deliveries_total{result="unknown"} 1.0"#))
            #expect(text.contains(#"reva_notification_deliveries_total{result="sent"} 0.0"#))
        }
    }

    @Test("the same event has the same key whether Release tells it or it is found")
    func keys() throws {
        let told = News(
            kind: "TASK_FAILED", id: "Applications/F/Release12", title: "t",
            message: "Failed task 'Deploy':\n  Exit  1",
            date: try #require(News.date("2026-03-15T09:00:00.250+01:00")))
        var found = told
        found.message = "Failed task 'Deploy': Exit 1"
        found.title = "another title by now"
        found.date = try #require(News.date("2026-03-15T08:00:00Z"))
        #expect(told.key == found.key)
        found.message = "Failed task 'Build': Exit 1"
        #expect(told.key != found.key)
    }
}
