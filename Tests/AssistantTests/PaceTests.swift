import Cache
import Testing

@testable import Assistant

@Suite struct PaceTests {
    @Test("a person who asks too often waits, commands and everybody else do not")
    func people() async throws {
        var pace = Pace(SharedCache())
        pace.questions = 2
        let assistant = Assistant(
            records: nil, mind: Mind(server: ScriptedModel(.says("Yes.")), model: "m"), pace: pace,
            surroundings: ToldSurroundings(), logger: quiet)
        for _ in 0..<2 { #expect(try await assistant.answer(.from("Well?")).text.hasPrefix("Yes.")) }
        #expect(try await assistant.answer(.from("Well?")).text == Phrase.tooFast.text(.english))
        #expect(try await assistant.answer(.from("version")).text == "reva 9.9.9")
        #expect(try await assistant.answer(.from(.bob, "Well?")).text.hasPrefix("Yes."))
    }

    @Test("a tool that is called too often is not called, and the model is told", arguments: [true, false])
    func tools(isOfServer: Bool) async throws {
        var pace = Pace(SharedCache())
        if isOfServer { pace.callsOfServer = 1 } else { pace.callsOfTool = 1 }
        let paced = pace
        try await withTools([.reading("look") { "fine" }]) { client, _ in
            let model = ScriptedModel(
                .call("lab__look"), .call("lab__look"), .says("Enough."))
            let assistant = Assistant(
                records: nil, mind: Mind(server: model, model: "m"), servers: [client], pace: paced,
                surroundings: ToldSurroundings(), logger: quiet)
            let answer = try await assistant.answer(.from("Look"))
            #expect(answer.text.hasPrefix("Enough."))
            #expect(model.requests[1].lastToolText?.contains("fine") == true)
            #expect(model.requests[2].lastToolText?.hasPrefix("It was not asked: too many calls") == true)
        }
    }
}
