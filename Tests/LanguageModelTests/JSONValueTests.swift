import Foundation
import Testing

@testable import LanguageModel

@Suite struct JSONValueTests {
    @Test(
        "reads and writes every kind of value",
        arguments: [
            "null", "true", "false", "0", "-1", "9223372036854775807", "1.5", #""a\"b/ü""#, "[]", "[1,[2],{}]",
            #"{"a":null,"b":{"c":[true]}}"#,
        ])
    func roundTrip(text: String) throws {
        #expect(try JSONValue(parsing: Data(text.utf8)).text == text)
    }

    @Test("takes nothing else for JSON", arguments: ["", "{", "[1 2]", "nul", "{'a':1}", "1 2", "\u{1}", "{\"a\"}"])
    func noJSON(text: String) {
        #expect(throws: (any Error).self) { try JSONValue(parsing: Data(text.utf8)) }
    }

    @Test("refuses nesting without end instead of running out of stack")
    func depth() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: (any Error).self) { try JSONValue(parsing: Data(text.utf8)) }
    }
}
