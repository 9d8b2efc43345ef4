import Foundation
import PostgresTesting
import Testing

@testable import Postgres

@Suite struct ValueTests {
    @Test("turns interpolated values into parameters, and names into quoted names")
    func statement() {
        let evil = "x'; DROP TABLE memories; --"
        let condition: Statement = "id = \(7) OR text = \(evil)"
        let statement: Statement =
            "SELECT \(unsafeRaw: "count(*)") FROM \(identifier: "a\"b") WHERE person = \("p") AND (\(fragment: condition)) LIMIT \(1)"
        #expect(
            statement.text
                == #"SELECT count(*) FROM "a""b" WHERE person = $1 AND (id = $2 OR text = $3) LIMIT $4"#)
        #expect(statement.parameters == ["p".parameter, 7.parameter, evil.parameter, 1.parameter])
        #expect("\(statement)" == statement.text)
    }

    @Test("a quote with an accent is a quote all the same")
    func accents() {
        // One `Character` each.
        let texts = ["a\"\u{308}, b", "\\\u{301}"]
        #expect(TextArray(texts).parameter == "{\"a\\\"\u{308}, b\",\"\\\\\u{301}\"}".parameter)
        let statement: Statement = "SELECT \(identifier: "x\"\u{308}y")"
        #expect(statement.text == "SELECT \"x\"\"\u{308}y\"")
    }

    @Test("keeps a dollar sign in a literal apart from a parameter's")
    func dollars() {
        let fragment: Statement = "'$1' = \(1)"
        let statement: Statement = "SELECT \(0), \(fragment: fragment)"
        #expect(statement.text == "SELECT $1, '$1' = $2")
    }

    @Test(
        "writes and reads instants of any time",
        arguments: [
            ("1970-01-01 00:00:00.000000+00", 0),
            ("2000-02-29 23:59:59.999999+00", 951_868_799_999_999),
            ("2026-03-15 02:00:00.123456+00", 1_773_540_000_123_456),
            ("1969-12-31 23:59:59.000001+00", -999_999),
            ("0001-01-01 00:00:00.000000+00", -62_135_596_800_000_000),
            ("1900-03-01 00:00:00.000000+00", -2_203_891_200_000_000),
            ("10000-01-01 00:00:00.000000+00", 253_402_300_800_000_000),
        ])
    func instants(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
        #expect(Timestamp(microseconds: microseconds).text == text)
    }

    @Test("reads what it writes (seed 3)")
    func instantRoundTrip() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let timestamp = Timestamp(
                microseconds: .random(in: -62_135_596_800_000_000...253_402_300_800_000_000, using: &generator))
            #expect(Timestamp(timestamp.text) == timestamp)
        }
    }

    @Test("keeps microseconds of today's dates")
    func dateRoundTrip() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5_000 {
            let timestamp = Timestamp(
                microseconds: .random(in: 1_500_000_000_000_000...2_500_000_000_000_000, using: &generator))
            #expect(Timestamp(timestamp.date) == timestamp)
        }
    }

    @Test(
        "does not take other forms for an instant",
        arguments: [
            "", "infinity", "2026-03-15", "2026-03-15 02:00:00", "2026-03-15 02:00:00+01", "2026-13-15 02:00:00+00",
            "0044-03-15 02:00:00+00 BC", "2026-03-15 24:00:00+00", "2026-03-15 02:00:00.+00", "26-03-15 02:00:00+00",
            "2026-03-15 02:00:00.1234567+00", "2026-03-15T02:00:00+00",
        ])
    func noInstant(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("survives any text in place of a value (seed 13)")
    func fuzz() {
        var generator = SeededGenerator(seed: 13)
        let alphabet = Array("0123456789-:. +\\xabcdef[]{},NaniT\u{0}é")
        for _ in 0..<5_000 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
            if let timestamp = Timestamp(text) { #expect(Timestamp(timestamp.text) == timestamp) }
            if let data = Data(columnText: text, type: ColumnType.bytea) {
                #expect(data.count * 2 + 2 == text.utf8.count)
            }
            _ = [Float](columnText: text, type: 0)
            _ = UUID(columnText: text, type: 0)
        }
    }

    @Test("refuses a column that is something else, without showing its value")
    func wrongType() throws {
        let row = Row(
            columns: [Column(name: "text", type: 25), Column(name: "gone", type: 25)], cells: ["secret", nil])
        var error = #expect(throws: PostgresError.self) { try row.decode("text", as: Int.self) }
        #expect(error?.summary == "column text (type number 25) holds no Int")
        error = #expect(throws: PostgresError.self) { try row.decode("gone", as: String.self) }
        #expect(error?.summary == "column gone is NULL, and String was expected")
        error = #expect(throws: PostgresError.self) { try row.decode("other", as: String.self) }
        #expect(error?.summary == "there is no column other")
        #expect(try row.decode("gone", as: String?.self) == nil)
        #expect(try row.decode("text", as: String?.self) == "secret")
    }
}
