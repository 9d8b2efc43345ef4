import AsyncHTTPClient
import Foundation
import JSONValues
import PostgresTesting
import Testing

@testable import Teams

@Suite struct ConnectorRulesTests {
    @Test("never allows more than its limits in any window, and no less than it could", arguments: 0..<20)
    func rateWindows(round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var windows = RateWindows(RateWindows.sending)
        var now = Duration.zero
        var times: [Duration] = []
        for _ in 0..<400 {
            now += .milliseconds(Int.random(in: 0...900, using: &random))
            let delay = windows.delay(at: now)
            now += delay
            windows.record(at: now)
            times.append(now)
            for limit in RateWindows.sending {
                let inside = times.filter { now - $0 < limit.window }.count
                #expect(inside <= limit.count, "seed \(seed)")
            }
            if delay > .zero {
                // A moment earlier some window would have been over-full.
                let before = now - .nanoseconds(1)
                let isFull = RateWindows.sending.contains { limit in
                    times.filter { before - $0 < limit.window }.count > limit.count
                }
                #expect(isFull, "seed \(seed)")
            }
        }
    }

    @Test("counts for an hour, and forgets then")
    func hour() {
        var windows = RateWindows(RateWindows.sending)
        var now = Duration.zero
        for _ in 0..<1800 {
            now += windows.delay(at: now)
            windows.record(at: now)
        }
        #expect(now < .seconds(3600))
        #expect(windows.delay(at: now) == .seconds(3600) - now)
        #expect(!windows.isIdle(at: now + .seconds(3599)))
        #expect(windows.isIdle(at: now + .seconds(3600)))
    }

    @Test("fails rather than wait for the hour's limit")
    func longestWait() async throws {
        let time = ManualTime()
        let lanes = ConversationLanes(time: time.source, longestWait: .seconds(60))
        var allowed = 0
        let error = await failure {
            while allowed < 2000 {
                try await lanes.waitForLimits(in: "a:1", tenant: "t", .sending)
                allowed += 1
            }
        }
        #expect(allowed == 1800)
        #expect(error?.reason == .throttled)
        #expect(error?.remedy == .tryLater)
    }

    @Test("lets one request at a time into a conversation, and others into other conversations meanwhile")
    func lanes() async throws {
        let lanes = ConversationLanes(time: ManualTime().source, longestWait: .seconds(60))
        let busy = Occupancy()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends only after one of the others has.
                try await lanes.run(in: "slow") { for await _ in gate { break } }
            }
            for _ in 0..<50 {
                group.addTask {
                    try await lanes.run(in: "busy") {
                        await busy.enter()
                        // Whoever else may enter has many occasions to.
                        for _ in 0..<20 { await Task.yield() }
                        await busy.leave()
                    }
                    open.yield()
                }
            }
            try await group.waitForAll()
        }
        #expect(await busy.most == 1)
        #expect(await busy.total == 50)
    }

    private actor Occupancy {
        private var now = 0
        private(set) var most = 0
        private(set) var total = 0

        func enter() {
            now += 1
            total += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }

    @Test("all conversations of a tenant share its limit")
    func tenants() async throws {
        let time = ManualTime()
        let lanes = ConversationLanes(time: time.source, longestWait: .seconds(60))
        for number in 0..<101 { try await lanes.waitForLimits(in: "a:\(number)", tenant: "t", .sending) }
        #expect(time.sleeps.reduce(.zero, +) == .seconds(2))
    }

    @Test(
        "reads both forms of Retry-After",
        arguments: [
            ("5", .seconds(5)), (" 0.5 ", .seconds(0.5)), ("Sun, 22 Nov 2026 12:00:10 GMT", .seconds(10)),
            ("Sun, 22 Nov 2026 11:00:00 GMT", .zero), ("-1", nil), ("nan", nil), ("soon", nil), ("", nil),
            ("1e300", .seconds(1_000_000)),
        ] as [(String, Duration?)])
    func retryAfter(text: String, wait: Duration?) throws {
        let now = try Date("2026-11-22T12:00:00Z", strategy: .iso8601)
        #expect(RetryPolicy.duration(text, now: now) == wait)
    }

    @Test("waits longer from try to try, up to its limit, and gives up after the last")
    func backoff() {
        var policy = RetryPolicy()
        policy.jitter = { 1 }
        policy.tries = 10
        let waits = (1...10).map { policy.wait(after: $0, retryAfter: nil, now: Date()) }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) } + [nil])
    }

    struct Refusal: Sendable {
        let status: Int
        let body: JSON?
        let reason: ConnectorError.Reason
    }

    @Test(
        "decides by the status, and then by whatever of the documented body is there",
        arguments: [
            Refusal(status: 403, body: nil, reason: .forbidden),
            Refusal(
                status: 403, body: ["message": "MessageWritesBlocked-Thread is blocked"], reason: .conversationClosed),
            Refusal(
                status: 403,
                body: [
                    "error": ["code": "Forbidden", "innerHttpError": ["statusCode": 403, "body": ["code": "209"]]]
                ],
                reason: .conversationClosed),
            Refusal(status: 403, body: ["error": ["code": "BotDisabledByAdmin"]], reason: .botDisabled),
            Refusal(status: 403, body: ["error": ["code": 5, "message": []]], reason: .forbidden),
            Refusal(
                status: 403, body: ["error": ["code": "ContentStreamNotAllowed", "message": "Message size too large"]],
                reason: .tooLarge),
            Refusal(status: 404, body: "gone", reason: .notFound),
            Refusal(status: 400, body: ["error": ["code": "MessageSizeTooBig"]], reason: .tooLarge),
            Refusal(status: 418, body: [], reason: .rejected),
        ])
    func answers(refusal: Refusal) {
        let answer = HTTPClient.Answer(status: refusal.status, json: refusal.body)
        #expect(ConnectorError(answer, to: "sending")?.reason == refusal.reason)
    }

    @Test("an error's text holds nothing that could write a line of its own, and is short")
    func text() {
        let message = "bad\n\u{1B}[31mINFO all is well\r\n" + String(repeating: "x", count: 1000)
        let answer = HTTPClient.Answer(status: 400, json: ["error": ["code": "Bad", "message": .string(message)]])
        let summary = ConnectorError(answer, to: "sending")?.summary ?? ""
        #expect(summary.hasPrefix("sending failed: status 400, Bad: bad  [31mINFO all is well  x"))
        #expect(summary.count < 350)
        #expect(ConnectorError(HTTPClient.Answer(status: 204), to: "sending") == nil)
    }
}
