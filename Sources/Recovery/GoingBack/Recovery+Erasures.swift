import Foundation

extension Recovery {
    private var ledger: ErasureLedger { ErasureLedger(in: backups) }

    /// Takes from the live database's activity log who asked to be forgotten, into the ledger outside of it. Twice is once; what
    /// cannot be kept is told, and fails nothing.
    func keepErasures(_ run: Run) async {
        do {
            try await keepErasures()
        } catch {
            run.warn("who asked to be forgotten cannot be kept beside the backups: \(error)")
        }
    }

    private func keepErasures() async throws {
        struct Asked: Decodable {
            let id: String
            let at: Double
        }
        let live = ScratchDatabase(name: deployment.database, deployment: deployment)
        guard try await live.exists() else { return }
        let asked: [Asked] = try await DatabaseSession.with(deployment) { session in
            guard try await Self.has("activity_logs", in: session) else { return [] }
            return try await session.rows(
                """
                SELECT actor AS id, extract(epoch FROM max(at)) AS at FROM public.activity_logs
                WHERE action = 'forget everything' GROUP BY actor
                """)
        }
        let ledger = ledger
        try await offload { try ledger.add(asked.map { ($0.id, $0.at) }) }
    }

    /// Erases, in a database that was taken back in time, what those had erased who are in the ledger. What they wrote since they
    /// asked stays.
    /// - Returns: how many people it was.
    func eraseAgain(in session: DatabaseSession) async throws -> Int {
        struct Person: Decodable { let id: String }
        guard try await Self.has("memories", in: session), try await Self.has("conversations", in: session) else {
            return 0
        }
        let people: [Person] = try await session.rows(
            """
            SELECT DISTINCT person_id AS id FROM (
                SELECT person_id FROM public.conversations UNION SELECT person_id FROM public.memories
                UNION SELECT person_id FROM public.reva_subscriptions) people WHERE person_id IS NOT NULL
            """)
        let ledger = ledger
        let erased = try await offload { try ledger.erased(among: people.map(\.id)) }
        for person in erased {
            try await session.run(Self.erase, ["person": person.id, "at": "\(person.at)"])
        }
        return erased.count
    }

    private static let erase = """
        BEGIN;
        DELETE FROM public.conversations WHERE person_id = :'person' AND created_at <= to_timestamp(:'at'::double precision);
        DELETE FROM public.memories WHERE person_id = :'person' AND created_at <= to_timestamp(:'at'::double precision);
        DELETE FROM public.reva_subscriptions
            WHERE person_id = :'person' AND created_at <= to_timestamp(:'at'::double precision);
        SELECT format('DELETE FROM public.tickets WHERE requester_id = %L AND created_at <= to_timestamp(%s)', :'person', :'at')
        WHERE to_regclass('public.tickets') IS NOT NULL \\gexec
        COMMIT;
        """

    private static func has(_ table: String, in session: DatabaseSession) async throws -> Bool {
        struct Found: Decodable { let found: Bool }
        let found: Found = try await session.row(
            "SELECT to_regclass('public.' || :'table') IS NOT NULL AS found", ["table": table])
        return found.found
    }
}
