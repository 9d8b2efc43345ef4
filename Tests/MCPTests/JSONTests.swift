import Testing

@testable import MCP

@Suite struct JSONTests {
    @Test("reads what it wrote")
    func roundTrip() throws {
        let value: JSON = ["a": [1, 2.5, nil, true, "ü\n"], "b": ["c": .integer(.min)]]
        #expect(try JSON(parsing: value.text) == value)
    }
}
