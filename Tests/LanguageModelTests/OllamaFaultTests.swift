import Foundation
import OllamaStandIn
import Synchronization
import Testing

@testable import LanguageModel

@Suite("Faults of Ollama")
struct OllamaFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var answer: StandInAnswer
        var reason: ModelError.Reason
        /// ADDRESS stands for where the server is.
        var summary: String
        var heard = ""
        var testDescription: String { summary }
    }

    @Test(
        "a failed answer says why, leaves what was heard, and the next one succeeds",
        arguments: [
            Fault(
                answer: .steps(.text("Hal"), .complain("llama runner process has terminated")), reason: .failed,
                summary: "ADDRESS failed with stand-in: llama runner process has terminated", heard: "Hal"),
            Fault(
                answer: .steps(.text("Hal"), .cut), reason: .cut,
                summary: "the connection to ADDRESS ended before the answer of stand-in did", heard: "Hal"),
            Fault(
                answer: .steps(.text("Hal"), .silence), reason: .cut,
                summary: "the connection to ADDRESS ended before the answer of stand-in did", heard: "Hal"),
            Fault(
                answer: .steps(.raw(Array("<html>busy</html>\n".utf8))), reason: .nonsense,
                summary: #"ADDRESS answered about stand-in with something else than its protocol: "<html>busy</html>""#),
            Fault(
                answer: .steps(.raw(Array("{\"done\":\"perhaps\"}\n".utf8))), reason: .nonsense,
                summary:
                    #"ADDRESS answered about stand-in with something else than its protocol: "{\"done\":\"perhaps\"}""#
            ),
            Fault(
                answer: .refuse(503, "server busy, please try again.  maximum pending requests exceeded"),
                reason: .busy,
                summary: "ADDRESS is too busy for stand-in (HTTP 503): "
                    + "server busy, please try again.  maximum pending requests exceeded"),
            Fault(
                answer: .refuse(401, "unauthorized"), reason: .unauthorized,
                summary: "ADDRESS wants other credentials for stand-in (HTTP 401)"),
            Fault(
                answer: .refuse(400, "invalid format: \"x\""), reason: .refused,
                summary: "ADDRESS refused stand-in (HTTP 400): invalid format: \"x\""),
            Fault(
                answer: .refuse(500, "model requires more system memory"), reason: .failed,
                summary: "ADDRESS failed with stand-in (HTTP 500): model requires more system memory"),
            Fault(
                answer: .refuse(400, "\"stand-in\" does not support thinking"), reason: .unsupported,
                summary: "stand-in at ADDRESS cannot do that: \"stand-in\" does not support thinking"),
            Fault(
                answer: .refuse(302, "elsewhere"), reason: .nonsense,
                summary: "ADDRESS answered about stand-in with HTTP 302"),
        ])
    func faults(fault: Fault) async throws {
        try await withStandIn { standIn, address in
            standIn.script(fault.answer, .steps(.text("Hallo")))
            let server = Ollama(address: address)
            let heard = Heard()
            let error = try await modelError { try await server.chat(.asking("Hi")) { heard.add($0) } }
            #expect(error.reason == fault.reason)
            #expect(error.summary == fault.summary.replacing("ADDRESS", with: address))
            #expect(heard.text == fault.heard)
            #expect(try await server.chat(.asking("Hi")).text == "Hallo")
        }
    }

    @Test("a model that writes without end is stopped, and so is a line without end")
    func endless() async throws {
        try await withStandIn { standIn, address in
            var server = Ollama(address: address)
            server.maximumReplyBytes = 1000
            standIn.script(
                .steps([StandInAnswer.Step](repeating: .text("aaaaaaaaaaaaaaaa"), count: 64)),
                .steps(.raw([UInt8](repeating: UInt8(ascii: "a"), count: AnswerLines.limit + 1))))
            let text = try await modelError { try await server.chat(.asking("Hi")) }
            #expect(text.reason == .tooLong)
            #expect(text.summary == "the answer of stand-in is longer than 1000 bytes")
            let line = try await modelError { try await server.chat(.asking("Hi")) }
            #expect(line.reason == .tooLong)
            #expect(line.summary == "\(address) answered about stand-in with more than is accepted")
            #expect(try await server.chat(.asking("Hi")).end == .finished)
        }
    }

    @Test("a server that is not there is called unreachable at once")
    func unreachable() async throws {
        let address = try await withStandIn { _, address in address }
        let error = try await modelError { try await Ollama(address: address).chat(.asking("Hi")) }
        #expect(error.reason == .unreachable)
        #expect(error.summary.hasPrefix("the model server at \(address) cannot be reached: "))
        #expect(error.hints == ["See whether it runs: `curl \(address)`."])
        let other = try await modelError { try await Ollama(address: "nonsense").models() }
        #expect(other.reason == .unreachable)
    }

    struct Silence: Sendable, CustomTestStringConvertible {
        var steps: [StandInAnswer.Step]
        var patience: Patience
        var wait: Patience.Wait
        var words: String
        var testDescription: String { words }
    }

    @Test(
        "a silent model is given up after the wait that was allowed, and the connection is closed",
        arguments: [
            Silence(
                steps: [.stall], patience: Patience(firstToken: .seconds(90), wholeAnswer: .seconds(9_000_000)),
                wait: .firstToken, words: "first token within 90 seconds"),
            Silence(
                steps: [.blank, .blank, .stall],
                patience: Patience(firstToken: .seconds(90), wholeAnswer: .seconds(9_000_000)), wait: .firstToken,
                words: "first token within 90 seconds"),
            Silence(
                steps: [.text("Hal"), .stall],
                patience: Patience(
                    firstToken: .seconds(8_000_000), nextToken: .seconds(20), wholeAnswer: .seconds(9_000_000)),
                wait: .nextToken, words: "further token within 20 seconds"),
            Silence(
                steps: [.text("Hal"), .stall],
                patience: Patience(
                    firstToken: .seconds(8_000_000), nextToken: .seconds(8_000_000), wholeAnswer: .seconds(60)),
                wait: .wholeAnswer, words: "end of its answer within 60 seconds"),
        ])
    func silent(silence: Silence) async throws {
        try await withStandIn { standIn, address in
            standIn.script(.steps(silence.steps))
            let clock = ManualClock()
            let server = Ollama(address: address, patience: silence.patience, clock: clock)
            let error = Task { try await modelError { try await server.chat(.asking("Hi")) } }
            var events = standIn.events.makeAsyncIterator()
            while let event = await events.next(), event != .stalled {}
            let found = try await clock.passing { try await error.value }
            #expect(found.reason == .timeout(silence.wait))
            #expect(found.summary == "stand-in at \(address) gave no \(silence.words)")
            while let event = await events.next(), event != .callerLeft {}
            #expect(try await server.chat(.asking("Hi")).end == .finished)
        }
    }

    @Test("time that the receiver takes is not counted against the model")
    func slowReceiver() async throws {
        try await withStandIn { standIn, address in
            standIn.script(.steps(.text("a"), .text("b")))
            let clock = ManualClock()
            let patience = Patience(nextToken: .seconds(5), wholeAnswer: .seconds(1_000_000))
            let reply = try await Ollama(address: address, patience: patience, clock: clock).chat(.asking("Hi")) { _ in
                try await clock.advanceAndSettle(by: .seconds(100))
            }
            #expect(reply.text == "ab")
        }
    }

    @Test("cancelling the task closes the connection, and throws CancellationError", arguments: [[], ["Hal"]])
    func cancellation(pieces: [String]) async throws {
        try await withStandIn { standIn, address in
            standIn.script(.steps(pieces.map { .text($0) } + [.stall]))
            let task = Task { try await Ollama(address: address).chat(.asking("Hi")) }
            var events = standIn.events.makeAsyncIterator()
            while let event = await events.next(), event != .stalled {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            while let event = await events.next(), event != .callerLeft {}
        }
    }

    @Test("what the receiver throws ends the answer, closes the connection, and is thrown")
    func receiverThrows() async throws {
        struct Enough: Error {}
        try await withStandIn { standIn, address in
            standIn.script(.steps(.text("Hal"), .stall))
            await #expect(throws: Enough.self) {
                try await Ollama(address: address).chat(.asking("Hi")) { _ in throw Enough() }
            }
            for await event in standIn.events where event == .callerLeft { break }
        }
    }
}
