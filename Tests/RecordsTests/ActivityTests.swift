import Foundation
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records

@Suite(.postgresWithVector) struct ActivityTests {
    private let pool: Pool
    private var activity: Activity { Records(pool).activity }

    init() async throws {
        pool = Pool(try Address(TestDatabase.current.url), size: 6)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
    }

    @Test("chains entries, also those appended at the same time")
    func chain() async throws {
        #expect(try await activity.verify() == .intact(nil))
        let activity = activity
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<30 {
                group.addTask {
                    try await activity.append(
                        actor: "p\(index)", action: "backup", subject: index % 2 == 0 ? nil : "R1",
                        details: #"{"b": \#(index), "a": "é"}"#)
                }
            }
            try await group.waitForAll()
        }
        let newest = try await activity.newest(30)
        #expect(newest.map(\.id) == (1...30).reversed())
        #expect(zip(newest, newest.dropFirst()).allSatisfy { $0.previousHash == $1.hash })
        #expect(newest.last?.previousHash == String(repeating: "0", count: 64))
        #expect(newest[0].details.hasPrefix(#"{"b": "#), "the text of details is kept as it was")
        #expect(try await activity.verify() == .intact(Activity.Head(id: 30, hash: newest[0].hash)))
        await pool.close()
    }

    @Test(
        "notices every change to an entry",
        arguments: [
            "UPDATE activity_logs SET at = at + interval '1 microsecond' WHERE id = 3",
            "UPDATE activity_logs SET actor = 'somebody' WHERE id = 3",
            "UPDATE activity_logs SET actor = 'person,6:restor', action = 'e' WHERE id = 3",
            "UPDATE activity_logs SET subject = NULL WHERE id = 3",
            "UPDATE activity_logs SET subject = '-' WHERE id = 3",
            #"UPDATE activity_logs SET details = '{ }' WHERE id = 3"#,
            "UPDATE activity_logs SET hash = previous_hash WHERE id = 3",
            "DELETE FROM activity_logs WHERE id = 3",
            "UPDATE activity_logs SET id = 9 WHERE id = 3",
        ])
    func changes(sql: String) async throws {
        for _ in 0..<5 { try await activity.append(actor: "person", action: "restore", subject: "") }
        try await pool.query(Statement(unsafeRaw: sql))
        #expect(try await activity.verify() == .broken(at: 3))
        await pool.close()
    }

    @Test("notices an end cut off, and one written anew, by a head kept elsewhere")
    func cutEnd() async throws {
        for _ in 0..<5 { try await activity.append(actor: "person", action: "restore") }
        let newest = try #require(try await activity.newest(1).first)
        let head = Activity.Head(id: newest.id, hash: newest.hash)
        #expect(try await activity.verify(known: head) == .intact(head))
        try await pool.query("DELETE FROM activity_logs WHERE id > 3")
        #expect(try await activity.verify(known: head) == .broken(at: 4))
        for _ in 0..<4 { try await activity.append(actor: "person", action: "restore") }
        #expect(try await activity.verify(known: head) == .broken(at: 5))
        await pool.close()
    }

    @Test("refuses details that are no JSON, and appends the next entry")
    func badDetails() async throws {
        let activity = activity
        let error = await #expect(throws: PostgresError.self) {
            try await activity.append(actor: "a", action: "b", details: "{")
        }
        #expect(error?.sqlState == "22P02")
        #expect(try await activity.append(actor: "a", action: "b").id == 1)
        await pool.close()
    }
}
