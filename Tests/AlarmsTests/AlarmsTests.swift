import Alarms
import Foundation
import SystemPackage
import Testing

@Suite("Alarms")
struct AlarmsTests {
    private static let start = Date(timeIntervalSince1970: 1_773_540_000)
    private static let overdue = Trouble("overdue", "the newest proven backup is 30 hours old")

    @Test("tell a trouble once, again after a day, and its end")
    func once() async throws {
        let receiver = StandInReceiver()
        let scene = Scene()
        try await receiver.listen { address in
            let alarms = scene.alarms(teams: address)
            let hour = { (number: Int) in Self.start + Double(number) * 3600 }
            for at in [0, 1, 12, 23] {
                #expect(
                    await alarms.report([Self.overdue], of: "status", at: hour(at)).count == (at == 0 ? 1 : 0), "\(at)")
            }
            #expect(await alarms.report([Self.overdue], of: "status", at: hour(25)) == [.init(receiver: "teams")])
            #expect(await alarms.report([], of: "backup", at: hour(26)).isEmpty)
            #expect(await alarms.report([], of: "status", at: hour(27)) == [.init(receiver: "teams")])
            #expect(await alarms.report([], of: "status", at: hour(28)).isEmpty)
        }
        let texts = try receiver.received.map { try Card($0).texts }
        #expect(
            texts.map { $0[1] } == [
                "the newest proven backup is 30 hours old",
                "still: the newest proven backup is 30 hours old (since 2026-03-15T02:00:00Z)",
                "over: the newest proven backup is 30 hours old",
            ])
        #expect(
            texts.map { $0[0] } == [
                "Reva on test needs somebody", "Reva on test needs somebody", "Reva on test is well again",
            ])
    }

    @Test("put all that is wrong into one message")
    func together() async throws {
        let receiver = StandInReceiver()
        try await receiver.listen { address in
            let troubles = (1...40).map {
                Trouble("trouble \($0)", "trouble_\($0)* " + String(repeating: "x", count: 3000))
            }
            #expect(await Scene().alarms(teams: address).report(troubles, of: "status").count == 1)
        }
        let message = try #require(receiver.received.first)
        #expect(message.body.count < 28_000, "Teams refuses cards that are larger")
        let texts = try Card(message).texts
        #expect(texts[1].hasPrefix("trouble\\_1\\* xxx"), "\(texts[1].prefix(40))")
        #expect(texts[16] == "and 25 more: reva status says all of it")
    }

    @Test("are as they must be for a workflow of Teams")
    func card() async throws {
        let receiver = StandInReceiver()
        try await receiver.listen {
            _ = await Scene().alarms(teams: $0 + "/workflows/x?sig=y").announce("back by 10:30")
        }
        let message = try #require(receiver.received.first)
        #expect(message.method == "POST" && message.path == "/workflows/x")
        #expect(message.headers["content-type"] == "application/json; charset=utf-8")
        let json = try message.json()
        #expect(json["type"] as? String == "message")
        let card = try Card(message)
        #expect(card.contentType == "application/vnd.microsoft.card.adaptive")
        #expect(card.content["type"] as? String == "AdaptiveCard" && card.content["version"] as? String == "1.4")
        #expect(card.texts[..<2] == ["Reva on test", "back by 10:30"])
    }

    @Test("that cannot be sent are told to the caller, and sent with the next report, once", arguments: Fault.allCases)
    func faults(fault: Fault) async throws {
        let (broken, sound) = (StandInReceiver(), StandInReceiver())
        let scene = Scene()
        try await sound.listen { soundAddress in
            try await broken.listen { address in
                let unused = try await StandInReceiver().listen { $0 }
                fault.befall(broken, elsewhere: soundAddress)
                let down = scene.alarms(
                    teams: fault == .down ? unused : address, webhook: soundAddress, patience: fault.patience)
                let deliveries = await down.report([Self.overdue], of: "status", at: Self.start)
                #expect(deliveries.map(\.receiver) == ["teams", "webhook"])
                let failure = try #require(deliveries[0].failure)
                #expect(failure.hasPrefix("the Teams workflow \(fault.words)"), "\(failure)")
                #expect(deliveries[1].failure == nil)
                #expect(sound.received.count == 1, "a redirect must not be followed")

                broken.becomes(.answers(200))
                let up = scene.alarms(teams: address, webhook: soundAddress)
                #expect(
                    await up.report([Self.overdue], of: "status", at: Self.start + 60) == [.init(receiver: "teams")])
                #expect(await up.report([Self.overdue], of: "status", at: Self.start + 120).isEmpty)
                #expect(sound.received.count == 1)
            }
        }
    }

    enum Fault: CaseIterable {
        case down, error, gone, slow, redirect

        var words: String {
            switch self {
            case .down: "does not answer: "
            case .error: "answered 500"
            case .gone: "answered 404"
            case .slow: "does not answer: it took too long"
            case .redirect: "answered 302: it is elsewhere, and its new address must be set"
            }
        }

        var patience: Duration { self == .slow ? .milliseconds(300) : .seconds(30) }

        func befall(_ receiver: StandInReceiver, elsewhere: String) {
            switch self {
            case .down: break
            case .error: receiver.becomes(.answers(500))
            case .gone: receiver.becomes(.answers(404))
            case .slow: receiver.becomes(.hangs)
            case .redirect: receiver.becomes(.redirects(to: elsewhere))
            }
        }
    }

    @Test("of two runs that end at once are told once")
    func twoRuns() async throws {
        let receiver = StandInReceiver()
        let scene = Scene()
        try await receiver.listen { address in
            await withTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await scene.alarms(teams: address).report([Self.overdue], of: "status", at: Self.start).count
                    }
                }
                #expect(await group.reduce(0, +) == 1)
            }
        }
        #expect(receiver.received.count == 1)
    }

    @Test("are told again rather than not at all when the book is damaged, and say so when it cannot be kept")
    func damagedBook() async throws {
        let receiver = StandInReceiver()
        let scene = Scene()
        try await receiver.listen { address in
            let alarms = scene.alarms(teams: address)
            _ = await alarms.report([Self.overdue], of: "status", at: Self.start)
            try Data("{\"standing\":{\"status/ov".utf8).write(to: URL(filePath: scene.book.string))
            #expect(await alarms.report([Self.overdue], of: "status", at: Self.start) == [.init(receiver: "teams")])
            #expect(await alarms.report([Self.overdue], of: "status", at: Self.start).isEmpty)

            try FileManager.default.removeItem(atPath: scene.book.string)
            try FileManager.default.createDirectory(atPath: scene.book.string, withIntermediateDirectories: true)
            let without = await alarms.report([Self.overdue], of: "status", at: Self.start)
            #expect(without.map(\.receiver) == ["book", "teams"])
            #expect(without[0].failure?.hasPrefix("\(scene.book) cannot be opened: ") == true)
            #expect(without[1].failure == nil)

            try FileManager.default.removeItem(atPath: scene.book.string)
            #expect(await alarms.report([Self.overdue], of: "status", at: Self.start) == [.init(receiver: "teams")])
            #expect(await alarms.report([Self.overdue], of: "status", at: Self.start).isEmpty)
        }
    }

    @Test("ask the heartbeat's address, and say when it does not answer")
    func heartbeat() async throws {
        let receiver = StandInReceiver()
        try await receiver.listen { address in
            let alarms = Scene().alarms(heartbeat: "\(address)/ping/1")
            #expect(await alarms.beat() == .init(receiver: "heartbeat"))
            receiver.becomes(.answers(503))
            #expect(
                await alarms.beat() == .init(receiver: "heartbeat", failure: "the heartbeat's address answered 503"))
            #expect(await Scene().alarms().beat() == nil)
        }
        #expect(receiver.received.map(\.method) == ["GET", "GET"] && receiver.received[0].path == "/ping/1")
    }
}
