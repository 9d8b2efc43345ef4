import Foundation
import Testing

@testable import MCP

@Suite struct JSONTests {
    @Test(
        "reads every kind of value",
        arguments: [
            ("null", nil), ("true", true), (" false ", false), ("0", 0), ("-0", 0), ("-12", -12), ("1.5", 1.5),
            ("1e3", 1000.0), ("1.0", 1.0), ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("\"a\\n\\u00e9\\ud83d\\ude00\\/\"", "a\né😀/"), ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\udc00x\"", "\u{FFFD}x"),
            ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("[]", []), ("[1,[2]]", [1, [2]]), ("{}", [:]),
            ("{\"a\":{\"b\":[null]}}", ["a": ["b": [nil]]]), ("{\"a\":1,\"a\":2}", ["a": 2]),
        ] as [(String, JSON)])
    func values(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(
        "refuses what is no JSON",
        arguments: [
            "", " ", "nul", "truex", "01", "-", "1.", ".5", "1e", "+1", "0x1", "NaN", "1e999", "\"", "\"\\x\"",
            "\"\\u12\"", "\"\\u+123\"", "\"\t\"", "[", "[1", "[1,", "[1,]", "[1 2]", "{", "{\"a\"", "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,}", "{a:1}", "{1:1}", "1 2", "[]]", "// 1", "'a'",
        ])
    func nonsense(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test("refuses bytes that are no UTF-8, texts that are too large, values that are too deep")
    func limits() throws {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        let limits = JSON.Limits(size: 10, depth: 3)
        #expect(try JSON(parsing: "[[[1]]]", limits: limits) == [[[1]]])
        #expect { try JSON(parsing: "[[[[1]]]]", limits: limits) } throws: { "\($0)".contains("more than 3 deep") }
        #expect { try JSON(parsing: "12345678901", limits: limits) } throws: { "\($0)".contains("more than the 10") }
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(throws: JSONError.self) { try JSON(parsing: deep) }
    }

    @Test("reads what it wrote, and writes equal values equally", arguments: 0..<300)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = Self.value(depth: 5, using: &generator)
        #expect(try JSON(parsing: value.text) == value, "seed \(seed)")
        #expect(try JSON(parsing: value.text).text == value.text, "seed \(seed)")
        let data = try JSONEncoder().encode([value])
        #expect(try JSONDecoder().decode([JSON].self, from: data).count == 1, "seed \(seed)")
    }

    @Test("agrees with Foundation on what is JSON, and survives what is not", arguments: 0..<1000)
    func fuzz(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = Self.value(depth: 3, using: &generator).bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
            case 1: bytes.remove(at: place)
            default: bytes.insert("[]{},:\"\\0-e.".utf8.randomElement(using: &generator) ?? 0, at: place)
            }
        }
        if let value = try? JSON(parsing: bytes) {
            #expect(try JSON(parsing: value.text) == value, "seed \(seed)")
            let accepted = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            // Foundation refuses half surrogates, which are replaced here.
            #expect(
                accepted || value.text.contains("\u{FFFD}"), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("carries other types there and back")
    func codable() throws {
        struct Release: Codable, Equatable {
            var id: String
            var start: Date?
            var count: Int
        }
        let release = Release(id: "R-1", start: Date(timeIntervalSince1970: 1_800_000_000), count: 3)
        let json = try JSON(encoding: release)
        #expect(json == ["id": "R-1", "start": "2027-01-15T08:00:00Z", "count": 3])
        #expect(try json.decode(Release.self) == release)
    }

    private static func value(depth: Int, using generator: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &generator) {
        case 0: .null
        case 1: .boolean(Bool.random(using: &generator))
        case 2: .integer(Int.random(in: .min ... .max, using: &generator))
        case 3: .number(Double.random(in: -1e9...1e9, using: &generator) + 0.5)
        case 4: .string(text(using: &generator))
        case 5:
            .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth - 1, using: &generator) })
        default:
            .object(
                Dictionary(
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                        (text(using: &generator), value(depth: depth - 1, using: &generator))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        let alphabet: [Character] = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "/", " ", "\u{7F}"]
        return String(
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "a" }
        )
    }
}
