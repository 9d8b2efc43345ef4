import Deployment
import Foundation

/// The mark in a database that it was taken back in time: the world is newer than what it remembers, and what was under way then
/// is not any more.
///
/// It is made before the database goes live, and only in a database of Reva's.
struct RestoreEpoch: Sendable {
    let recovery: Recovery
    let run: Run
    /// The moment that the database is of.
    let moment: Date
    /// The backup that it comes from; nil for one that had been set aside.
    let backup: String?

    /// Counts what will be lost of the live database.
    /// - Parameter rows: of each table in the database that will go live; nil where nobody counted them.
    /// - Returns: nil when that cannot be counted, or there is no live database.
    func gap(rows: [String: Int]?) async throws -> GapReport? {
        // Before the live database goes: who asked in it to be forgotten stays forgotten.
        await recovery.keepErasures(run)
        return try await run.step("count what will be lost") {
            do {
                return try await recovery.gap(since: moment, restored: rows)
            } catch let error as RecoveryError {
                try Task.checkCancellation()
                run.warn("what will be lost cannot be counted: \(error)")
                return nil
            }
        }
    }

    /// Marks a database that is about to go live, and settles in it what belongs to the time that it comes from.
    func mark(_ database: String, _ gap: GapReport?) async throws {
        struct Found: Decodable { let isOurs: Bool }
        struct Marked: Decodable { let problems: String? }
        try await run.step("mark that it is of another time") {
            try await DatabaseSession.with(recovery.deployment, database: database) { session in
                let found: Found = try await session.row(
                    #"SELECT to_regclass('public.schema_migrations') IS NOT NULL AS "isOurs""#)
                guard found.isOurs else { return }
                try await session.run(
                    "BEGIN;\n\(Self.marking)\n\(Self.settling)\nCOMMIT;",
                    [
                        "moment": "\(moment.timeIntervalSince1970)", "backup": backup ?? "",
                        "gap": try gap.map(Self.json) ?? "",
                    ])
                let marked: Marked = try await session.row(
                    "SELECT problems FROM public.restore_epochs ORDER BY id DESC LIMIT 1")
                if let problems = marked.problems { run.warn("not everything of before could be settled: \(problems)") }
                await eraseAgain(in: session)
            }
        }
    }

    /// What cannot be erased is said, and holds up no restore.
    private func eraseAgain(in session: DatabaseSession) async {
        do {
            let erased = try await recovery.eraseAgain(in: session)
            if erased > 0 { run.remark("\(erased) people who had asked to be forgotten were forgotten again") }
        } catch {
            run.warn("people who asked to be forgotten may be back: \(error)")
        }
    }

    private static func json(of gap: GapReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(gap), as: UTF8.self)
    }

    /// The table belongs to whoever the others belong to.
    private static let marking = """
        CREATE TABLE IF NOT EXISTS public.restore_epochs (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            restored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            taken_at timestamptz NOT NULL,
            backup text,
            gap jsonb,
            problems text
        );
        SELECT format('ALTER TABLE public.restore_epochs OWNER TO %I', pg_get_userbyid(relowner))
        FROM pg_class WHERE oid = 'public.schema_migrations'::regclass \\gexec
        INSERT INTO public.restore_epochs (taken_at, backup, gap)
        VALUES (to_timestamp(:'moment'::double precision), nullif(:'backup', ''), nullif(:'gap', '')::jsonb);
        """

    /// Each for itself: a backup of an older schema lacks some of these tables, and no restore fails because of them.
    private static let settling = [
        // Whoever presses a button of then does not know of what happened since.
        """
        UPDATE public.tickets SET state = CASE state WHEN 'open' THEN 'declined' ELSE 'unknown' END,
            decided_at = clock_timestamp(), outcome = 'the database was restored meanwhile'
        WHERE state IN ('open', 'running');
        """,
        // What had arrived and was not answered then has been dealt with since, or is not waited for any more.
        """
        UPDATE public.inbox SET finished_at = clock_timestamp(), outcome = 'restored' WHERE finished_at IS NULL;
        DELETE FROM public.inbox_lanes;
        """,
        // What was to be sent then was sent since, as far as anybody knows: it does not go out twice.
        """
        UPDATE public.deliveries SET state = 'unknown', ended_at = clock_timestamp() WHERE state IN ('waiting', 'sending');
        UPDATE public.watched_releases SET seen_until = clock_timestamp();
        """,
        // One message in place of all that may have been missed, in the shape of the news of a release.
        """
        INSERT INTO public.deliveries (event_key, subscription_id, conversation_id, event)
        SELECT DISTINCT ON (s.conversation_id) 'restored ' || e.id, s.id, s.conversation_id, json_build_object(
            'kind', 'RELEASE_DIGEST', 'release', '*', 'title', 'Reva was restored',
            'date', extract(epoch FROM e.restored_at)::bigint - 978307200,
            'message', format('What happened from %s to %s UTC is not told again. Please look at what matters to you.',
                to_char(e.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
                to_char(e.restored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')))::text
        FROM public.reva_subscriptions s, (SELECT * FROM public.restore_epochs ORDER BY id DESC LIMIT 1) e
        WHERE s.ended_at IS NULL AND s.reference IS NOT NULL
        ORDER BY s.conversation_id, s.id;
        """,
    ].map { statements in
        """
        DO $settle$ BEGIN
        \(statements)
        EXCEPTION WHEN undefined_table OR undefined_column THEN NULL;
        WHEN OTHERS THEN
            UPDATE public.restore_epochs SET problems = concat_ws('; ', problems, SQLERRM)
            WHERE id = (SELECT max(id) FROM public.restore_epochs);
        END $settle$;
        """
    }.joined(separator: "\n")
}
