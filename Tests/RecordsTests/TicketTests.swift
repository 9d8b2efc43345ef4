import Deployment
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records

@Suite(.postgresWithVector) struct TicketTests {
    private let pool: Pool
    private let records: Records

    init() throws {
        pool = Pool(try Address(TestDatabase.current.url), size: 8)
        records = Records(pool)
    }

    private static let call = Tickets.Call(
        server: "release", tool: "abort_release", arguments: #"{"release":"R1"}"#, definitionHash: "d",
        effect: "destructive", approvers: "others")

    private func open(seconds: Int = 3600) async throws -> Tickets.Ticket {
        _ = try await pool.withConnection { try await Migrator().migrate($0) }
        return try await records.tickets.open(
            Self.call, conversation: "c", requester: "p1", requesterName: "Ada", seconds: seconds)
    }

    @Test("is taken once, however many take it at a time")
    func once() async throws {
        let ticket = try await open()
        #expect(ticket.id.count == 32 && ticket.state == .open && !ticket.isExpired && ticket.call == Self.call)
        let tickets = records.tickets
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<16 { group.addTask { try await tickets.take(ticket.id, by: "p\(number)") != nil } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
        #expect(try await tickets.decline(ticket.id, by: "p1") == nil)
        #expect(try await tickets.settle(ticket.id, as: .done, outcome: "aborted"))
        #expect(try await !tickets.settle(ticket.id, as: .failed, outcome: "again"))
        let found = try await tickets.find(ticket.id)
        #expect(found?.state == .done && found?.outcome == "aborted")
        await pool.close()
    }

    @Test("is neither taken too late nor with arguments that were changed in the database")
    func refused() async throws {
        let late = try await open(seconds: -1)
        #expect(late.isExpired)
        #expect(try await records.tickets.take(late.id, by: "p2") == nil)
        let forged = try await open()
        try await pool.query("UPDATE tickets SET arguments = '{\"release\":\"R2\"}' WHERE id = \(forged.id)")
        #expect(try await records.tickets.take(forged.id, by: "p2") == nil)
        #expect(try await records.tickets.find("nothing") == nil)
        await pool.close()
    }

    @Test("says of a call whose process died that nobody knows how it ended")
    func abandoned() async throws {
        let ticket = try await open()
        _ = try await records.tickets.take(ticket.id, by: "p2")
        #expect(try await records.tickets.settleAbandoned(after: 900).isEmpty)
        #expect(try await records.tickets.settleAbandoned(after: -1).map(\.id) == [ticket.id])
        #expect(try await records.tickets.find(ticket.id)?.state == .unknown)
        await pool.close()
    }

    @Test("keeps the definition of a tool that was first seen until a person approves another")
    func definitions() async throws {
        _ = try await open()
        let tools = records.toolDefinitions
        #expect(try await tools.known("a", server: "s", tool: "t") == "a")
        #expect(try await tools.known("b", server: "s", tool: "t") == "a")
        try await tools.approve("b", server: "s", tool: "t", by: "p1")
        #expect(try await tools.known("a", server: "s", tool: "t") == "b")
        await pool.close()
    }
}
