import Foundation
import JSONTesting
import JSONValues
import PostgresTesting
import Testing

@testable import Teams

@Suite struct ActivityTests {
    /// The example of the reference, with fields that nobody knows.
    static let message = """
        {"type":"message","id":"1700000000001","timestamp":"2026-03-15T08:00:00.125Z","channelId":"msteams",
         "serviceUrl":"https://smba.trafficmanager.net/emea/","locale":"de-DE","newField":{"deep":[1,2.5,null]},
         "from":{"id":"29:u1","name":"Ada","aadObjectId":"11111111-2222-3333-4444-555555555555","role":"user"},
         "recipient":{"id":"28:app","name":"Reva"},
         "conversation":{"id":"19:x;messageid=1","conversationType":"channel","tenantId":"aaaa-bbbb","isGroup":true},
         "channelData":{"tenant":{"id":"aaaa-bbbb"},"channel":{"id":"19:c"}},
         "text":"<at>Reva</at> status of R-12","textFormat":"plain",
         "entities":[{"type":"mention","mentioned":{"id":"28:app","name":"Reva"},"text":"<at>Reva</at>"},
                     {"type":"clientInfo","locale":"de-DE"}]}
        """

    private func activity(_ changes: [String: JSON] = [:]) throws -> Activity {
        var fields = try Activity(Array(Self.message.utf8)).fields
        fields.merge(changes, uniquingKeysWith: { _, new in new })
        return try Activity(.object(fields))
    }

    @Test("reads what it knows, and keeps what it does not")
    func fields() throws {
        let activity = try activity()
        #expect(activity.kind == .message)
        #expect(activity.from == Account(id: "29:u1", name: "Ada", objectID: "11111111-2222-3333-4444-555555555555"))
        #expect(activity.conversation?.kind == .channel)
        #expect(activity.tenantIDs == ["aaaa-bbbb"])
        #expect(activity.channelOfTeam == "19:c")
        #expect(activity.timestamp == Date(timeIntervalSince1970: 1_773_561_600.125))
        #expect(activity.spokenText == "status of R-12")
        #expect(activity.json["newField"] == ["deep": [1, .number(2.5), .null]])
        #expect(try Activity(activity.json.bytes) == activity)
        #expect(try self.activity(["type": "somethingNew"]).kind == nil)
    }

    @Test(
        "refuses an activity with a field of the wrong type, and names it",
        arguments: [
            ("type", .null), ("type", ""), ("type", 5), ("id", 5), ("serviceUrl", []), ("text", ["a"]), ("from", "me"),
            ("conversation", []), ("entities", [:]), ("attachments", "x"), ("channelData", 1), ("membersAdded", [:]),
            ("timestamp", 1), ("locale", true), ("name", 1), ("from.id", ["id": 1]),
            ("conversation.tenantId", ["id": "a", "tenantId": 5]), ("channelData.tenant", ["tenant": "x"]),
            ("channelData.tenant.id", ["tenant": ["id": 5]]),
        ] as [(String, JSON)])
    func wrongTypes(path: String, value: JSON) throws {
        let name = String(path.prefix { $0 != "." })
        let error = #expect(throws: ActivityError.self) { try activity([name: value]) }
        #expect(error?.reason == .field(path))
        #expect(error?.status == 400)
        #expect(error?.summary.contains(path) == true)
    }

    @Test("refuses ids of endless length, huge and deep bodies, and what is no object")
    func limits() throws {
        let long = JSON.string(String(repeating: "x", count: 1025))
        for name in ["id", "replyToId", "serviceUrl"] {
            let error = #expect(throws: ActivityError.self) { try activity([name: long]) }
            #expect(error?.reason == .field(name))
        }
        #expect(throws: ActivityError.self) { try activity(["conversation": ["id": long]]) }

        let huge = #expect(throws: ActivityError.self) {
            try Activity(Array("{\"type\":\"message\",\"text\":\"\(String(repeating: "x", count: 600_000))\"}".utf8))
        }
        #expect(huge?.status == 413)
        #expect(huge?.summary == "an activity is larger than 524288 bytes")
        let nested = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let deep = #expect(throws: ActivityError.self) {
            try Activity(Array("{\"type\":\"message\",\"value\":\(nested)}".utf8))
        }
        #expect(deep?.reason == .malformed)
        for text in ["", "[]", "null", "\"message\"", "{\"type\":\"message\""] {
            #expect(throws: ActivityError.self, "\(text)") { try Activity(Array(text.utf8)) }
        }
    }

    @Test("no changed activity ends the program, and what is taken can be read")
    func fuzz() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let names = try activity().fields.keys.sorted()
        var taken = 0
        for _ in 0..<2000 {
            var changes: [String: JSON] = [:]
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let name = names.randomElement(using: &random) ?? "type"
                changes[name] = JSON.random(depth: 3, using: &random)
            }
            guard let activity = try? activity(changes) else { continue }
            taken += 1
            _ = (activity.kind, activity.timestamp, activity.membersAdded, activity.deduplicationKey)
            _ = (activity.spokenText, activity.addressesRecipient, ConversationReference(activity), Invoke(activity))
            #expect(try Activity(activity.json.bytes) == activity, "seed \(seed)")
        }
        #expect(taken > 0, "seed \(seed)")
    }

    private func mention(_ id: String, _ text: JSON, name: String = "Reva") -> JSON {
        ["type": "mention", "mentioned": ["id": .string(id), "name": .string(name)], "text": text]
    }

    @Test("takes the bot's own mentions out of a text, and leaves other people's")
    func mentions() throws {
        let bot = mention("28:app", "<at>Reva</at>")
        let other = mention("29:u2", "<at>Reva</at>")
        func spoken(_ text: String, _ entities: [JSON]) throws -> String {
            try activity(["text": .string(text), "entities": .array(entities)]).spokenText
        }
        #expect(try spoken("<at>Reva</at> hello", [bot]) == "hello")
        #expect(try spoken("hello <at>Reva</at> there", [bot]) == "hello there")
        #expect(try spoken("hello<at>Reva</at>", [bot]) == "hello")
        #expect(try spoken("<at>Reva</at>\u{A0}hello\n", [bot]) == "hello")
        #expect(try spoken("<at>Reva</at> meets <at>Reva</at>", [bot, other]) == "meets <at>Reva</at>")
        #expect(try spoken("<at>Reva</at> and <at>Reva</at>", [bot, bot]) == "and")
        #expect(try spoken("<at>Reva</at> hello", [mention("28:app", .null)]) == "hello")
        #expect(try spoken("<at>R&amp;D</at> hello", [mention("28:app", "<at>R&amp;D</at>")]) == "hello")
        #expect(try spoken("hello", [bot]) == "hello")
        #expect(try activity(["text": .null]).spokenText == "")
    }

    @Test("knows whether the bot is meant")
    func addressing() throws {
        #expect(try activity().addressesRecipient)
        #expect(try !activity(["entities": []]).addressesRecipient)
        #expect(try !activity(["entities": [mention("29:u2", "<at>Reva</at>")]]).addressesRecipient)
        #expect(
            try activity(["entities": [], "conversation": ["id": "a:1", "conversationType": "personal"]])
                .addressesRecipient)
    }

    @Test("tells an activity that came twice from one of another conversation")
    func duplicates() throws {
        let first = try activity().deduplicationKey
        #expect(first == (try activity(["text": "another"]).deduplicationKey))
        #expect(first != (try activity(["conversation": ["id": "19:y"]]).deduplicationKey))
        #expect(first != (try activity(["id": "2"]).deduplicationKey))
        #expect(try activity(["id": .null]).deduplicationKey == nil)
    }

    @Test("keeps a reference as text, and refuses what is none")
    func references() throws {
        let reference = try #require(try ConversationReference(activity()))
        #expect(try ConversationReference(stored: reference.json.text) == reference)
        #expect(reference.conversation.tenantID == "aaaa-bbbb")
        #expect(try ConversationReference(activity(["from": .null])) == nil)
        #expect(throws: TeamsError.self) { try ConversationReference(stored: "{}") }
    }

    @Test(
        "sends tokens to https only, or to this machine",
        arguments: [
            ("https://smba.trafficmanager.net/emea/", true), ("http://127.0.0.1:1/", true), ("http://localhost", true),
            ("http://smba.trafficmanager.net/", false), ("ftp://x/", false), ("https://u:p@x/", false),
            ("https://", false),
            ("https://x/?a=b", false), ("https://x/#f", false), ("https://x/\n", false), ("x", false), ("", false),
            ("http://127.0.0.1.evil.example/", false),
        ])
    func serviceURLs(text: String, isAllowed: Bool) {
        #expect((ServiceURL(text) != nil) == isAllowed)
    }
}
