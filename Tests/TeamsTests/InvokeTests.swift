import Foundation
import JSONValues
import Synchronization
import Testing

@testable import Teams

@Suite struct InvokeTests {
    private func invoke(_ name: String, _ value: JSON) throws -> Invoke? {
        Invoke(try Activity(["type": "invoke", "name": .string(name), "value": value]))
    }

    @Test("reads what people do with cards and answers")
    func kinds() throws {
        let action: JSON = ["type": "Action.Execute", "verb": "approve", "data": ["ticket": "t-1"]]
        #expect(
            try invoke("adaptiveCard/action", ["action": action, "trigger": "manual"])
                == .cardAction(verb: "approve", data: ["ticket": "t-1"], isAutomatic: false))
        #expect(
            try invoke("adaptiveCard/action", ["action": ["verb": "look"], "trigger": "automatic"])
                == .cardAction(verb: "look", data: [:], isAutomatic: true))
        let like: JSON = ["reaction": "like", "feedback": #"{"feedbackText":"good"}"#]
        #expect(
            try invoke("message/submitAction", ["actionName": "feedback", "actionValue": like])
                == .feedback(isLike: true, comment: "good"))
        #expect(
            try invoke(
                "message/submitAction",
                ["actionName": "feedback", "actionValue": ["reaction": "dislike", "feedback": "{"]])
                == .feedback(isLike: false, comment: nil))
        #expect(try invoke("task/fetch", ["data": ["a": 1]]) == .taskFetch(data: ["a": 1]))
        #expect(try invoke("task/submit", .null) == .taskSubmit(data: [:]))
        #expect(try invoke("signin/verifyState", ["state": "1"]) == .signIn(name: "signin/verifyState"))
        #expect(
            try invoke("fileConsent/invoke", ["action": "decline", "context": ["f": 1]])
                == .fileConsent(isAccepted: false, context: ["f": 1]))
    }

    @Test(
        "knows no invoke that lacks what it needs",
        arguments: [
            ("adaptiveCard/action", .null), ("adaptiveCard/action", ["action": []]),
            ("adaptiveCard/action", ["action": ["verb": 1]]),
            ("message/submitAction", ["actionName": "other"]), ("composeExtension/query", [:]), ("", .null),
        ] as [(String, JSON)])
    func unknown(name: String, value: JSON) throws {
        #expect(try invoke(name, value) == .unknown(name: name))
        #expect(Invoke(try Activity(["type": "message"])) == nil)
    }

    @Test("the status of a card's answer is in its body, and that of HTTP is 200")
    func answers() {
        for (answer, status) in [
            (InvokeAnswer.card(.message(title: "x")), 200), (.text("Done"), 200), (.failure("no"), 400),
            (.failure("sorry", isOurFault: true), 500), (.preconditionFailed("late"), 412),
        ] {
            #expect(answer.status == 200)
            #expect(answer.body?["statusCode"]?.integer == status)
        }
        #expect(InvokeAnswer.unknown.status == 501)
        #expect(InvokeAnswer.done.body == nil)
    }

    @Test("answers with the work's answer when it is in time")
    func inTime() async {
        let answer = await InvokeAnswer.within(meanwhile: .text("wait"), work: { .text("done") }) { _ in
            Issue.record("it was in time")
        }
        #expect(answer == .text("done"))
    }

    @Test("answers at once when the work is slow, lets it go on, and hands its answer over later")
    func late() async {
        let (finish, work) = AsyncStream.makeStream(of: InvokeAnswer.self)
        let (lateAnswers, late) = AsyncStream.makeStream(of: InvokeAnswer.self)
        let time = ManualTime()
        let answer = await InvokeAnswer.within(
            time: time.source, meanwhile: .text("wait"),
            work: {
                for await answer in finish { return answer }
                return .done
            },
            late: { late.yield($0) })
        #expect(answer == .text("wait"))
        #expect(time.sleeps == [.seconds(8)])
        work.yield(.text("done"))
        var iterator = lateAnswers.makeAsyncIterator()
        #expect(await iterator.next() == .text("done"))
    }
}
