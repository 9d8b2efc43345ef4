import AsyncHTTPClient
import Foundation
import NIOCore
import PostgresTesting
import TeamsStandIn
import Testing

@testable import Records
@testable import Server

@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct TeamsMessageTests {
    @Test("people ask in Teams and are answered, each in their language")
    func conversations() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            let grace = Person(2, name: "Grace", locale: "de-DE")
            let deliveries = await reva.cloud.follow()
            #expect(try await ada.say("help", to: reva.bot).status == 202)
            let english = await reva.messages(1, in: ada.chat, from: deliveries)
            #expect(try await grace.say("hilfe", to: reva.bot).status == 202)
            let german = await reva.messages(1, in: grace.chat, from: deliveries)
            #expect(english[0].string("text")?.isEmpty == false)
            #expect(german[0].string("text")?.isEmpty == false)
            #expect(english[0].string("text") != german[0].string("text"))
            #expect(english[0].string("locale") == "en-US")

            let channel = "19:team@thread.tacv2"
            #expect(try await ada.say("help", in: channel, to: reva.bot).status == 202)
            #expect(await reva.messages(1, in: channel, from: deliveries).count == 1)
            try await reva.becomesIdle()
            #expect(MetricRoutes.prometheus(reva.metrics.samples).contains(#"reva_turns_total{result="answered"} 3.0"#))
        }
    }

    @Test("in a channel only what mentions the bot is answered")
    func mention() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            let fields: [String: any Sendable] = ["type": "message", "text": "help"]
            #expect(try await ada.post(fields, conversation: "19:c", kind: "channel", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.isEmpty)
        }
    }

    @Test("an activity that comes again is answered once, whichever server it comes to")
    func duplicates() async throws {
        try await RunningBot.with(replicas: 2) { reva in
            let ada = Person(1, name: "Ada")
            let deliveries = await reva.cloud.follow()
            try await withThrowingDiscardingTaskGroup { group in
                for number in 0..<10 {
                    group.addTask {
                        let fields: [String: any Sendable] = ["type": "message", "id": "same", "text": "help"]
                        let answer = try await ada.post(fields, to: reva.bots[number % 2])
                        #expect(answer.status == 202)
                    }
                }
            }
            _ = await reva.messages(1, in: ada.chat, from: deliveries)
            try await reva.becomesIdle()
            let sent = await reva.cloud.deliveries.filter { $0.string("type") == "message" }
            #expect(sent.count == 1)
        }
    }

    @Test("messages of a person are answered in their order, over two servers")
    func order() async throws {
        try await RunningBot.with(replicas: 2) { reva in
            let ada = Person(1, name: "Ada")
            let deliveries = await reva.cloud.follow()
            for number in 0..<8 {
                let fields: [String: any Sendable] = ["type": "message", "id": "m\(number)", "text": "version"]
                #expect(try await ada.post(fields, to: reva.bots[number % 2]).status == 202)
            }
            let answers = await reva.messages(8, in: ada.chat, from: deliveries)
            #expect(answers.count == 8)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.count { $0.string("type") == "message" } == 8)
        }
    }

    @Test("a person is greeted once, though the installation is told twice")
    func welcome() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada", locale: "de-DE")
            #expect(try await ada.install(reva.bot).status == 202)
            #expect(try await ada.post(["type": "installationUpdate", "action": "add"], to: reva.bot).status == 202)
            #expect(
                try await ada.post(["type": "conversationUpdate", "membersAdded": [["id": "29:x"]]], to: reva.bot)
                    .status == 202)
            try await reva.becomesIdle()
            let sent = await reva.cloud.deliveries
            #expect(sent.count == 1)
            #expect(sent.first?.string("text")?.hasPrefix("Hallo") == true)
        }
    }

    @Test("whoever removes the app is not told of anything any more")
    func removed() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            try await reva.records.subscriptions.subscribe(
                person: ada.objectID, subject: "R-12", conversation: ada.chat, reference: "{}")
            #expect(try await ada.post(["type": "installationUpdate", "action": "remove"], to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(try await reva.records.subscriptions.list(person: ada.objectID).isEmpty)
        }
    }

    @Test("a forged, expired, foreign or missing token is refused, and nothing of it is kept")
    func tokens() async throws {
        try await RunningBot.with { reva in
            let now = Int(Date().timeIntervalSince1970)
            let right: [String: any Sendable] = [
                "serviceurl": reva.standIn.serviceURL, "iss": reva.cloud.issuer, "aud": reva.cloud.appID,
                "nbf": now - 60,
                "exp": now + 3600,
            ]
            let key = try RunningBot.key.get()
            let forger = try ServiceKey(RunningBot.otherKey.get(), id: "key-1", endorsements: ["msteams"])
            func changed(_ name: String, _ value: any Sendable) -> [String: any Sendable] {
                right.merging([name: value]) { $1 }
            }
            let tokens: [(String?, Int)] = [
                ("Bearer \(try key.token(claims: right))", 202), (nil, 401), ("Bearer x", 401), ("Basic x", 401),
                ("Bearer \(try forger.token(claims: right))", 401),
                ("Bearer \(try key.token(claims: changed("exp", now - 4000)))", 401),
                ("Bearer \(try key.token(claims: changed("aud", "another bot")))", 401),
                ("Bearer \(try key.token(claims: changed("iss", "https://evil.example")))", 401),
                ("Bearer \(try key.token(claims: changed("serviceurl", "https://evil.example")))", 401),
            ]
            for (token, status) in tokens {
                #expect(try await post(body(reva), token: token, to: reva) == status, "\(token ?? "none")")
            }
            let stranger = try body(reva, ["conversation": ["id": "a:1", "tenantId": "another"], "id": "2"])
            #expect(try await post(stranger, token: tokens[0].0, to: reva) == 403)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.count { $0.string("type") == "message" } == 1)
        }
    }

    @Test("what is no activity is refused with the right status, and the server goes on")
    func malformed() async throws {
        try await RunningBot.with { reva in
            let token = "Bearer \(try await reva.cloud.inboundToken(serviceURL: reva.standIn.serviceURL))"
            let deep = String(repeating: "[", count: 10_000)
            let cases: [(Data, String?, Int)] = [
                (Data("{".utf8), "application/json", 400), (Data("[]".utf8), "application/json", 400),
                (Data(), "application/json", 400), (Data([0xFF, 0xFE]), "application/json", 400),
                (Data("{\"type\":1}".utf8), "application/json", 400),
                (Data("{\"type\":\"message\",\"value\":\(deep)".utf8), "application/json", 400),
                (Data(repeating: 0x20, count: 600_000), "application/json", 413),
                (
                    try body(reva, ["conversation": ["id": "a\u{0}b", "tenantId": reva.cloud.tenantID]]),
                    "application/json", 400
                ),
                (try body(reva), "text/plain", 415), (try body(reva), nil, 415),
                (try body(reva, ["type": "typing"]), "application/json", 202),
                (try body(reva, ["type": "somethingNew"]), "application/json", 202),
                (try body(reva, ["type": "invoke", "name": "something/new"]), "application/json", 501),
            ]
            for (data, type, status) in cases {
                #expect(
                    try await post(data, type: type, token: token, to: reva) == status,
                    "\(String(decoding: data.prefix(80), as: UTF8.self))")
            }
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.isEmpty)
            #expect(try await Person(1, name: "Ada").say("help", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.contains { $0.string("type") == "message" })
        }
    }

    // MARK: Requests

    private func body(_ reva: RunningBot, _ changes: [String: any Sendable] = [:]) throws -> Data {
        var activity: [String: any Sendable] = [
            "type": "message", "id": "1", "channelId": "msteams", "serviceUrl": reva.standIn.serviceURL, "text": "help",
            "from": ["id": "29:x", "name": "X"], "recipient": ["id": reva.bot.id],
            "conversation": ["id": "a:chat", "conversationType": "personal", "tenantId": reva.cloud.tenantID],
        ]
        activity.merge(changes) { $1 }
        return try JSONSerialization.data(withJSONObject: activity)
    }

    private func post(
        _ body: Data, type: String? = "application/json", token: String?, to reva: RunningBot
    ) async throws -> Int {
        var request = HTTPClientRequest(url: reva.bot.url)
        request.method = .POST
        if let type { request.headers.add(name: "Content-Type", value: type) }
        if let token { request.headers.add(name: "Authorization", value: token) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        _ = try await response.body.collect(upTo: 1 << 20)
        return Int(response.status.code)
    }
}
