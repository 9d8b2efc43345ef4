import Foundation
import JSONValues
import Testing

@Suite struct JSONTests {
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

    @Test("tells a member that is null from one that is missing, for those who care")
    func null() {
        let json: JSON = ["a": .null, "b": 1]
        #expect(json["a"] == .null)
        #expect(json["a"]?.unlessNull == nil)
        #expect(json["b"]?.unlessNull == 1)
        #expect(json["c"] == nil)
        #expect(JSON.array([json])["b"] == nil)
    }

    @Test("an object of fields has those with a value")
    func fields() {
        #expect(JSON.fields(["a": 1, "b": nil, "c": .some(.null)]) == ["a": 1, "c": .null])
    }

    @Test("a whole number may be written with a fraction, and a number without one")
    func numbers() {
        #expect(JSON.number(2.0).integer == 2)
        #expect(JSON.number(2.5).integer == nil)
        #expect(JSON.number(1e300).integer == nil)
        #expect(JSON.integer(2).number == 2.0)
        #expect(JSON.string("2").integer == nil)
    }
}
