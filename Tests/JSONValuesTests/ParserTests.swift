import JSONValues
import Testing

@Suite struct ParserTests {
    @Test(
        "reads every kind of value, whatever becomes of ambiguities",
        arguments: [
            ("null", .null), (" null ", .null), ("true", true), (" false ", false), ("[false]", [false]), ("0", 0),
            ("-0", 0), ("12", 12), ("-12", -12), ("1.5", 1.5), ("-1.5E-1", -0.15), ("1e2", .number(100)),
            ("1e3", 1000.0), ("1.0", 1.0), ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("100000000000000000000", .number(1e20)),
            ("\"a\\n\\u00e9\\ud83d\\ude00\\/\"", "a\né😀/"), (#""a\"\\\/\b\f\n\r\tA""#, "a\"\\/\u{8}\u{C}\n\r\tA"),
            (#""😀é\u0000""#, "😀é\0"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), ("[]", []), ("[ ]", []),
            ("[1,[2]]", [1, [2]]),
            ("{}", [:]), ("{ }", [:]), ("{\"a\":{\"b\":[null]}}", ["a": ["b": [.null]]]),
            ("{\"a\" : [1 , {\"b\":null}] }", ["a": [1, ["b": .null]]]),
        ] as [(String, JSON)])
    func values(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
        #expect(try JSON(parsing: text, ambiguity: .refused) == value)
    }

    @Test(
        "refuses what is no JSON, and says where",
        arguments: [
            ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3), ("nulL", .unexpectedByte, 3),
            ("truex", .trailingText, 4), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
            ("[1,", .unexpectedEnd, 3),
            ("[1,]", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3), ("[]]", .trailingText, 2),
            ("{", .unexpectedEnd, 1), ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5),
            ("{\"a\":1", .unexpectedEnd, 6), ("{\"a\":1,}", .unexpectedByte, 7), ("{a:1}", .unexpectedByte, 1),
            ("{'a':1}", .unexpectedByte, 1), ("{1:1}", .unexpectedByte, 1), ("{\"a\" 1}", .unexpectedByte, 5),
            ("{\"a\"}", .unexpectedByte, 4), ("01", .trailingText, 1), ("0x1", .trailingText, 1),
            ("-", .unexpectedEnd, 1), ("- 1", .badNumber, 1), ("1.", .unexpectedEnd, 2), (".5", .unexpectedByte, 0),
            ("+1", .unexpectedByte, 0), ("1e", .unexpectedEnd, 2), ("1e999", .badNumber, 0),
            ("NaN", .unexpectedByte, 0),
            ("\"", .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2), ("\"\t\"", .badString, 1),
            ("\"a\nb\"", .badString, 2),
            (#""\x""#, .badString, 3), (#""\u12""#, .badString, 5), (#""\u12g4""#, .badString, 5),
            (#""\u+123""#, .badString, 3), ("{} {}", .trailingText, 3), ("1 2", .trailingText, 2),
            ("// 1", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0), ("\u{1}", .unexpectedByte, 0),
            ("\u{FEFF}1", .unexpectedByte, 0),
        ] as [(String, JSONError.Reason, Int)],
        [JSON.Ambiguity.resolved, .refused])
    func refusals(refusal: (text: String, reason: JSONError.Reason, offset: Int), ambiguity: JSON.Ambiguity) throws {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: refusal.text, ambiguity: ambiguity) }
        #expect(error == JSONError(refusal.reason, offset: refusal.offset))
    }

    @Test(
        "refuses what two readers could understand differently, or resolves it, as it is told",
        arguments: [
            (#""\ud83d""#, "\u{FFFD}", .badString, 7), (#""\udc00""#, "\u{FFFD}", .badString, 7),
            (#""\udc00x""#, "\u{FFFD}x", .badString, 7), (#""\ud83d\u0041""#, "\u{FFFD}A", .badString, 13),
            (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀", .badString, 13), (#""\ud83d\n""#, "\u{FFFD}\n", .badString, 8),
            ("{\"a\":1,\"a\":2}", ["a": 2], .duplicateName, 7),
            ("{\"a\":1,\"\\u0061\":2}", ["a": 2], .duplicateName, 7),
        ] as [(String, JSON, JSONError.Reason, Int)])
    func ambiguities(text: String, value: JSON, reason: JSONError.Reason, offset: Int) throws {
        #expect(try JSON(parsing: text) == value)
        #expect(throws: JSONError(reason, offset: offset)) { try JSON(parsing: text, ambiguity: .refused) }
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xC3, 0x28]])
    func encoding(bytes: [UInt8]) throws {
        let quote = UInt8(ascii: "\"")
        let error = #expect(throws: JSONError.self) { try JSON(parsing: [quote] + bytes + [quote]) }
        #expect(error?.reason == .badString)
    }

    @Test("holds its limits of size and depth to the last byte, and says them")
    func limits() throws {
        func parse(_ text: String, size: Int = 1 << 20, depth: Int = 64) throws -> JSON {
            try JSON(parsing: text, limits: JSON.Limits(size: size, depth: depth))
        }
        #expect(try parse("[[1]]", size: 5, depth: 2) == [[1]])
        #expect(throws: JSONError(.tooLarge(limit: 4), offset: 4)) { try parse("[[1]]", size: 4) }
        #expect(throws: JSONError(.tooDeep(limit: 1), offset: 1)) { try parse("[[1]]", depth: 1) }
        #expect(throws: JSONError(.tooDeep(limit: 3), offset: 3)) { try parse("[[[[]]]]", depth: 3) }
        #expect(throws: JSONError(.tooDeep(limit: 64), offset: 64)) {
            try parse(String(repeating: "[", count: 500_000))
        }
        #expect(throws: JSONError(.tooDeep(limit: 64), offset: 320)) {
            try parse(String(repeating: "{\"a\":", count: 100_000))
        }
        #expect { try parse("[[[[1]]]]", depth: 3) } throws: {
            "\($0)" == "the value is nested more than 3 deep, at byte 3"
        }
        #expect { try parse("12345678901", size: 10) } throws: {
            "\($0)" == "the text has more than the 10 bytes that are taken, at byte 10"
        }
    }
}
