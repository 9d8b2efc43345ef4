import Foundation
import PostgresTesting
import Testing

@testable import Teams

@Suite struct JSONTests {
    private func parse(_ text: String, size: Int = 1 << 20, depth: Int = 64) throws -> JSON {
        try JSONParser.parse(Array(text.utf8), sizeLimit: size, depthLimit: depth)
    }

    @Test(
        "reads every kind of value",
        arguments: [
            (" null ", JSON.null), ("true", true), ("[false]", [false]), ("-0", 0), ("12", 12), ("1e2", .number(100)),
            ("9007199254740993", 9_007_199_254_740_993), ("-1.5E-1", .number(-0.15)),
            ("100000000000000000000", .number(1e20)), (#""a\"\\\/\b\f\n\r\tA""#, "a\"\\/\u{8}\u{C}\n\r\tA"),
            (#""😀é\u0000""#, "😀é\0"), ("{ }", [:]), ("[ ]", []),
            ("{\"a\" : [1 , {\"b\":null}] }", ["a": [1, ["b": .null]]]),
        ] as [(String, JSON)])
    func values(text: String, value: JSON) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "refuses what is no JSON, and says where",
        arguments: [
            ("", .unexpectedEnd, 0), ("nul", .unexpectedEnd, 3), ("nulL", .unexpectedByte, 3),
            ("[1,]", .unexpectedByte, 3),
            ("{\"a\":1,}", .unexpectedByte, 7), ("{a:1}", .unexpectedByte, 1), ("{\"a\" 1}", .unexpectedByte, 5),
            ("[1 2]", .unexpectedByte, 3), ("01", .trailingText, 1), ("1.", .unexpectedEnd, 2),
            (".5", .unexpectedByte, 0),
            ("+1", .unexpectedByte, 0), ("1e", .unexpectedEnd, 2), ("1e999", .badNumber, 0), ("- 1", .badNumber, 1),
            ("\"a\nb\"", .badString, 2), (#""\x""#, .badString, 3), (#""\ud83d""#, .badString, 7),
            (#""\udc00""#, .badString, 7), (#""\ud83d\u0041""#, .badString, 13), (#""\u12g4""#, .badString, 5),
            ("\"a", .unexpectedEnd, 2), ("{} {}", .trailingText, 3), ("{\"a\":1,\"a\":2}", .duplicateName, 7),
            ("{\"a\":1,\"\\u0061\":2}", .duplicateName, 7), ("NaN", .unexpectedByte, 0),
            ("\u{FEFF}1", .unexpectedByte, 0),
        ] as [(String, JSONParser.Failure.Reason, Int)])
    func refusals(text: String, reason: JSONParser.Failure.Reason, offset: Int) throws {
        let failure = #expect(throws: JSONParser.Failure.self) { try parse(text) }
        #expect(failure == JSONParser.Failure(reason: reason, offset: offset))
    }

    @Test("refuses bytes that are not UTF-8", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
    func encoding(bytes: [UInt8]) throws {
        let quote = UInt8(ascii: "\"")
        let failure = #expect(throws: JSONParser.Failure.self) {
            try JSONParser.parse([quote] + bytes + [quote], sizeLimit: 100, depthLimit: 1)
        }
        #expect(failure?.reason == .badString)
    }

    @Test("holds its limits of size and depth to the last byte")
    func limits() throws {
        #expect(try parse("[[1]]", size: 5, depth: 2) == [[1]])
        #expect(throws: JSONParser.Failure(reason: .tooLarge, offset: 4)) { try parse("[[1]]", size: 4) }
        #expect(throws: JSONParser.Failure(reason: .tooDeep, offset: 1)) { try parse("[[1]]", depth: 1) }
        #expect(throws: JSONParser.Failure(reason: .tooDeep, offset: 64)) {
            try parse(String(repeating: "[", count: 500_000))
        }
        #expect(throws: JSONParser.Failure(reason: .tooDeep, offset: 320)) {
            try parse(String(repeating: "{\"a\":", count: 100_000))
        }
    }

    @Test("what is written is read as the same, by us and by Foundation")
    func roundTrip() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = JSON.random(depth: 4, using: &random)
            #expect(try JSONParser.parse(value.bytes, sizeLimit: 1 << 20, depthLimit: 8) == value, "seed \(seed)")
            let theirs = try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)
            let again = try JSONSerialization.data(withJSONObject: theirs, options: .fragmentsAllowed)
            #expect(try JSONParser.parse(Array(again), sizeLimit: 1 << 20, depthLimit: 8) == value, "seed \(seed)")
        }
    }

    @Test("whatever bytes come, it ends, and takes nothing that Foundation refuses")
    func fuzz() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("{}[]:,\"\\u0019aeE+-. \ntrfalsn".utf8) + [0x00, 0x80, 0xC3, 0xFF]
        for _ in 0..<5000 {
            var bytes = JSON.random(depth: 3, using: &random).bytes
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                case 2: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                default: bytes.removeSubrange(place...)
                }
            }
            guard let value = try? JSONParser.parse(bytes, sizeLimit: 1 << 20, depthLimit: 64) else { continue }
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(theirs != nil, "seed \(seed): \(value.text)")
        }
    }
}

extension JSON {
    static func random(depth: Int, using random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int(Int32.random(in: .min ... .max, using: &random)))
        case 3: return .number(Double(Int.random(in: 1...999, using: &random)) + 0.5)
        case 4: return .string(text(using: &random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in self.random(depth: depth - 1, using: &random) })
        default:
            var fields: [String: JSON] = [:]
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                fields[text(using: &random)] = self.random(depth: depth - 1, using: &random)
            }
            return .object(fields)
        }
    }

    private static func text(using random: inout SeededGenerator) -> String {
        let characters = Array("ab\"\\/\n\u{1}\u{7F}é€😀 ")
        return String(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in characters.randomElement(using: &random) ?? "a" })
    }
}
