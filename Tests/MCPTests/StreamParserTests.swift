import JSONValues
import Testing

@testable import MCP

@Suite struct StreamParserTests {
    @Test("reads events as the standard has them")
    func events() throws {
        var parser = EventStreamParser(limit: 100)
        let text =
            "\u{FEFF}: hello\nevent: a\r\ndata: 1\rdata:2\r\rid: 7\ndata\n\nretry: 50\nretry: x\nid\u{0}: y\n\nnonsense\ndata: 3\n\ndata: lost"
        #expect(
            try parser.receive(text.utf8) == [
                ServerSentEvent(name: "a", data: "1\n2", id: nil), ServerSentEvent(name: nil, data: "", id: "7"),
                ServerSentEvent(name: nil, data: "3", id: "7"),
            ])
        #expect(parser.lastEventID == "7" && parser.retry == 50)
        #expect(parser.next().lastEventID == "7")
    }

    @Test("an event with nothing but an id says where to go on", arguments: ["id: 1\n\n", "id: 1\ndata:\n\n"])
    func priming(text: String) throws {
        var parser = EventStreamParser(limit: 100)
        #expect(try parser.receive(text.utf8).allSatisfy { $0.data.isEmpty })
        #expect(parser.lastEventID == "1")
    }

    @Test("gives up lines and events that are too long")
    func limits() throws {
        var parser = EventStreamParser(limit: 20)
        #expect(throws: EventStreamParser.TooLong.self) { try parser.receive(Array(repeating: 0x61, count: 21)) }
        parser = EventStreamParser(limit: 20)
        let lines = String(repeating: "data: 12345\n", count: 5)
        #expect(throws: EventStreamParser.TooLong.self) { try parser.receive(lines.utf8) }
    }

    @Test("reads its own events, however they are cut", arguments: 0..<200)
    func cuts(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let events = (0..<5).map { number in
            let data = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                ["", "{\"a\":1}", "ü😀", ": x", "data: y"].randomElement(using: &generator) ?? ""
            }
            return ServerSentEvent(
                name: number == 2 ? "message" : nil, data: data.joined(separator: "\n"), id: "\(number)")
        }
        let text = events.map(\.text).joined(separator: ServerSentEvent.comment)
        var parser = EventStreamParser(limit: 1000)
        var found: [ServerSentEvent] = []
        for piece in generator.pieces(of: Array(text.utf8)) { found += try parser.receive(piece) }
        #expect(found == events, "seed \(seed)")
    }

    @Test("any bytes are either events or too long", arguments: 0..<300)
    func fuzz(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("data: \n\r\n:id event\u{0}ü".utf8) + [0xFF]
        let bytes = (0..<400).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
        var whole = EventStreamParser(limit: 60)
        var cut = EventStreamParser(limit: 60)
        let first = Result { try whole.receive(bytes) }
        let second = Result { try generator.pieces(of: bytes).flatMap { try cut.receive($0) } }
        #expect((try? first.get()) == (try? second.get()), "seed \(seed)")
    }

    @Test("lines are the same, however they are cut", arguments: 0..<200)
    func lines(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<100).map { _ in Array("ab\n\r".utf8).randomElement(using: &generator) ?? 0 }
        let expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .map { $0.last == 0x0D ? Array($0.dropLast()) : Array($0) }.filter { !$0.isEmpty }
        var splitter = LineSplitter(limit: 100)
        let found = try generator.pieces(of: bytes).flatMap { try splitter.receive($0) }
        #expect(found == expected, "seed \(seed)")
        var strict = LineSplitter(limit: 3)
        #expect(throws: LineSplitter.TooLong.self) { try strict.receive("abcd".utf8) }
    }

    @Test(
        "a message is a request, a notification or a response, and nothing else",
        arguments: [
            ("{}", nil), ("[]", nil), ("{\"jsonrpc\":\"1.0\",\"method\":\"a\",\"id\":1}", nil),
            ("{\"jsonrpc\":\"2.0\",\"method\":1,\"id\":1}", nil),
            ("{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"id\":null}", nil),
            ("{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"id\":1.5}", nil),
            ("{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":[1]}", nil), ("{\"jsonrpc\":\"2.0\",\"id\":1}", nil),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}", nil),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"\"}}", nil),
            (
                "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"id\":\"1\"}",
                .request(.init(id: .string("1"), method: "a", params: nil))
            ),
            ("{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":{}}", .notification(.init(method: "a", params: [:]))),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", .response(.init(id: .integer(1), outcome: .success([:])))),
            (
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1,\"message\":\"m\"}}",
                .response(.init(id: nil, outcome: .failure(ProtocolError(code: -1, message: "m"))))
            ),
        ] as [(String, Message?)])
    func messages(text: String, message: Message?) throws {
        let json = try JSON(parsing: text)
        #expect((try? Message(json)) == message)
        if let message { #expect(try Message(JSON(parsing: message.json.text)) == message) }
    }
}
