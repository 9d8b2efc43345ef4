import Foundation
import PostgresTesting
import Testing

@testable import LanguageModel

@Suite("Lines and server-sent events")
struct ParserTests {
    private static func lines(_ chunks: [[UInt8]], limit: Int = 1 << 20) throws -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            splitter.append(chunk)
            while let line = try splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        if let rest = splitter.finish() { lines.append(String(decoding: rest, as: UTF8.self)) }
        return lines
    }

    private static func events(_ lines: [String], limit: Int = 1 << 20) throws -> [ServerSentEvent] {
        var parser = ServerSentEvents(limit: limit)
        return try lines.compactMap { try parser.take(ArraySlice($0.utf8)) }
    }

    private static func cut(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 7), using: &generator)
            chunks.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return chunks
    }

    @Test(
        "a line ends with LF, CR or both",
        arguments: [
            ("a\nb\n", ["a", "b"]), ("a\rb\r", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]), ("a\n\rb", ["a", "", "b"]),
            ("\n\n", ["", ""]), ("a", ["a"]), ("", []), ("ü\r\n\r\n", ["ü", ""]),
        ])
    func ends(text: String, lines: [String]) throws {
        #expect(try Self.lines([Array(text.utf8)]) == lines)
        #expect(try Self.lines(text.utf8.map { [$0] }) == lines)
    }

    @Test("however bytes arrive, the lines are the same (seed 11)")
    func splitting() throws {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("ab\n\r\n\r{\"".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            let found = try Self.lines(Self.cut(bytes, using: &generator))
            // What a reader of the whole text would say.
            let isEnd = bytes.indices.map { place in
                bytes[place] == 10 || bytes[place] == 13 && (place + 1 == bytes.count || bytes[place + 1] != 10)
            }
            let ends = isEnd.count(where: \.self)
            #expect(found.count == ends + (isEnd.last == false ? 1 : 0))
            #expect(found.joined() == String(decoding: bytes.filter { $0 != 10 && $0 != 13 }, as: UTF8.self))
            #expect(try found == Self.lines([bytes]))
        }
    }

    @Test("a line that is too long is refused before it is whole")
    func tooLong() throws {
        #expect(try Self.lines([Array("1234\n".utf8)], limit: 4) == ["1234"])
        #expect(throws: LineTooLong()) { try Self.lines([Array("12345".utf8)], limit: 4) }
        #expect(throws: LineTooLong()) { try Self.lines([Array("12345\n".utf8)], limit: 4) }
    }

    @Test(
        "events are put together as the standard says",
        arguments: [
            (["data: a", ""], ["message: a"]), (["data:a", "data: b", ""], ["message: a\nb"]),
            (["event: done", "data: x", ""], ["done: x"]), ([": comment", "", "data: y", ""], ["message: y"]),
            (["data", ""], ["message: "]), (["data:  two", ""], ["message:  two"]), (["data: not ended"], []),
            (["event: empty", ""], []), (["id: 1", "retry: 5", "other: z", "data: w", ""], ["message: w"]),
            (["\u{FEFF}data: bom", ""], ["message: bom"]), (["error: {}", ""], ["error: {}"]),
        ])
    func events(lines: [String], events: [String]) throws {
        let found = try Self.events(lines).map { "\($0.name): \(String(decoding: $0.data, as: UTF8.self))" }
        #expect(found == events)
    }

    @Test("whatever is written as events is read as such, however it arrives (seed 12)")
    func eventRoundTrip() throws {
        var generator = SeededGenerator(seed: 12)
        let words = ["a", "b c", ": x", "ü🚀", "", "data: ", "{\"k\":1}"]
        for _ in 0..<1_000 {
            var text = ""
            var expected: [ServerSentEvent] = []
            let end = ["\n", "\r", "\r\n"].randomElement(using: &generator) ?? "\n"
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let lines = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                    words.randomElement(using: &generator) ?? ""
                }
                let name = Bool.random(using: &generator) ? "n" : "message"
                if name == "n" { text += "event: n" + end }
                if Bool.random(using: &generator) { text += ": keep alive" + end }
                for line in lines { text += "data: \(line)" + end }
                text += end
                expected.append(ServerSentEvent(name: name, data: Array(lines.joined(separator: "\n").utf8)))
            }
            var splitter = LineSplitter(limit: 1000)
            var parser = ServerSentEvents(limit: 1000)
            var found: [ServerSentEvent] = []
            for chunk in Self.cut(Array(text.utf8), using: &generator) {
                splitter.append(chunk)
                while let line = try splitter.next() {
                    if let event = try parser.take(line) { found.append(event) }
                }
            }
            #expect(found == expected)
        }
    }

    @Test("any bytes at all are survived (seed 13)")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            var splitter = LineSplitter(limit: 40)
            var parser = ServerSentEvents(limit: 40)
            var sum = 0
            var isTooLong = false
            do throws(LineTooLong) {
                for chunk in Self.cut(bytes, using: &generator) {
                    splitter.append(chunk)
                    while let line = try splitter.next() { sum += try parser.take(line)?.data.count ?? 0 }
                }
            } catch { isTooLong = true }
            #expect(!isTooLong || bytes.count > 40)
            #expect(sum <= bytes.count)
        }
    }

    @Test("data of one event is bounded, over all its lines")
    func eventTooLong() throws {
        #expect(throws: LineTooLong()) { try Self.events(["data: 12345", "data: 12345", ""], limit: 8) }
    }

    @Test("a damaged answer is an answer or one of our errors, never anything else (seed 14)")
    func damagedAnswers() async throws {
        var generator = SeededGenerator(seed: 14)
        let event = #"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
        try await damage(Array(event.utf8), using: &generator) { OpenAICompatible(address: $0) }
        let lines = Array(
            (#"{"message":{"content":"a","tool_calls":[{"function":{"name":"t","arguments":{}}}]},"done":false}"# + "\n"
                + #"{"message":{"content":""},"done":true,"done_reason":"stop","eval_count":3}"# + "\n").utf8)
        try await damage(lines, using: &generator) { Ollama(address: $0) }
    }

    private func damage(
        _ whole: [UInt8], using generator: inout SeededGenerator,
        _ server: @escaping @Sendable (String) -> any ModelServer
    ) async throws {
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { break }
            }
            var script = Script([])
            script.writes = bytes.isEmpty ? [] : [bytes]
            let text = String(decoding: bytes, as: UTF8.self)
            try await withServer(script) { address, _ in
                do {
                    _ = try await server(address).chat(.asking("Hi"))
                } catch {
                    #expect(error is ModelError, "\(error) for \(text)")
                }
            }
        }
    }
}
