import Foundation
import JSONTesting
import JSONValues
import PostgresTesting
import Testing

@Suite struct TextTests {
    @Test(
        "reads and writes every kind of value",
        arguments: [
            "null", "true", "false", "0", "-1", "9223372036854775807", "1.5", #""a\"b/ü""#, "[]", "[1,[2],{}]",
            #"{"a":null,"b":{"c":[true]}}"#, #""\u0001\u001f\n\r\t\\""#,
        ])
    func text(text: String) throws {
        #expect(try JSON(parsing: text).text == text)
    }

    @Test("writes null for a number that JSON cannot say", arguments: [Double.infinity, -.infinity, .nan])
    func unsayable(number: Double) {
        #expect(JSON.array([.number(number)]).text == "[null]")
    }

    @Test("what is written is read as the same, by us and by Foundation, and equal values are written equally")
    func roundTrip() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = JSON.random(depth: 5, using: &random)
            let again = try JSON(parsing: value.text, ambiguity: .refused)
            #expect(again == value, "seed \(seed)")
            #expect(again.text == value.text, "seed \(seed)")
            let theirs = try JSONSerialization.jsonObject(with: Data(value.bytes), options: .fragmentsAllowed)
            let rewritten = try JSONSerialization.data(withJSONObject: theirs, options: .fragmentsAllowed)
            #expect(try JSON(parsing: rewritten, ambiguity: .refused) == value, "seed \(seed)")
            let encoded = try JSONEncoder().encode([value])
            #expect(try JSONDecoder().decode([JSON].self, from: encoded) == [value], "seed \(seed)")
        }
    }

    @Test("whatever bytes come, it ends, and takes nothing that Foundation refuses")
    func fuzz() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<6000 {
            let bytes = Self.damaged(JSON.random(depth: 3, using: &random).bytes, using: &random)
            guard let value = try? JSON(parsing: bytes) else {
                #expect(throws: JSONError.self) { try JSON(parsing: bytes, ambiguity: .refused) }
                continue
            }
            #expect(try JSON(parsing: value.text) == value, "seed \(seed)")
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            // Foundation refuses half surrogates, which are replaced here.
            #expect(theirs != nil || value.text.contains("\u{FFFD}"), "seed \(seed): \(value.text)")
            guard let strict = try? JSON(parsing: bytes, ambiguity: .refused) else { continue }
            #expect(strict == value, "seed \(seed)")
            #expect(theirs != nil, "seed \(seed): \(value.text)")
        }
    }

    private static func damaged(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        let alphabet = Array("{}[]:,\"\\u0019aeE+-. \ntrfalsn".utf8) + [0x00, 0x80, 0xC3, 0xFF]
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
            case 2: bytes[place] = alphabet.randomElement(using: &random) ?? 0
            case 3: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
