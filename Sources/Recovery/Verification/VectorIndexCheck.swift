import Deployment

/// Shows that the vector indexes of a restored copy work: that a search through them answers, and how well.
///
/// The rows are known to be the same, so an exact search gives the same neighbours by construction. What is left to be
/// shown is that the index answers, and how many of the true neighbours it finds (its recall), which depends on how it
/// was built here.
struct VectorIndexCheck {
    let deployment: any Deployment
    let database: String

    private struct Index: Decodable {
        let schema: String
        let table: String
        let column: String
        let name: String
        let operatorClass: String
        let rows: Double
    }

    /// What a check found of one index.
    struct Finding: Decodable {
        let expected: Int
        let answered: Int
        let found: Int
    }

    /// The distance operators of pgvector's operator classes, by what the class's name ends with.
    private static let operators = [
        "_cosine_ops": "<=>", "_l2_ops": "<->", "_ip_ops": "<#>", "_l1_ops": "<+>",
    ]

    /// - Returns: what is wrong, and what is worth knowing, one sentence an index each.
    func run() async throws -> (reasons: [String], remarks: [String]) {
        try await DatabaseSession.with(deployment, database: database) { session in
            var reasons: [String] = []
            var remarks: [String] = []
            for index in try await indexes(in: session) {
                guard let distance = Self.operators.first(where: { index.operatorClass.hasSuffix($0.key) })?.value,
                    let finding = try await search(index, by: distance, in: session)
                else { continue }
                let name = "\(index.schema).\(index.name)"
                if finding.answered < finding.expected {
                    reasons.append(
                        "vector index \(name) gives \(finding.answered) neighbours where there are \(finding.expected)")
                } else {
                    let share = 100 * finding.found / max(finding.expected, 1)
                    remarks.append("vector index \(name) finds \(share) % of the nearest neighbours")
                }
            }
            return (reasons, remarks)
        }
    }

    private func indexes(in session: DatabaseSession) async throws -> [Index] {
        try await session.rows(
            """
            SELECT n.nspname AS schema, t.relname AS table, a.attname AS column, c.relname AS name,
                o.opcname AS "operatorClass", t.reltuples AS rows
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = c.relam
                JOIN pg_opclass o ON o.oid = i.indclass[0]
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
            WHERE m.amname IN ('hnsw', 'ivfflat') AND i.indpred IS NULL AND c.relkind = 'i'
            """)
    }

    /// Searches the five nearest of three of the table's own vectors, exactly and through the index.
    /// - Returns: nil for a table too large to be searched exactly for a check, and for an empty one.
    private func search(_ index: Index, by distance: String, in session: DatabaseSession) async throws -> Finding? {
        guard index.rows > 0, index.rows <= 200_000 else { return nil }
        // The operator is one of four of ours; everything else is a variable that psql quotes.
        let nearest = """
            SELECT p.n, v.ctid AS row FROM probes p CROSS JOIN LATERAL (SELECT ctid FROM :"schema".:"table"
                ORDER BY :"column" \(distance) p.probe LIMIT 5) v
            """
        try await session.run(
            """
            BEGIN;
            CREATE TEMPORARY TABLE probes ON COMMIT DROP AS SELECT row_number() OVER () AS n, :"column" AS probe
                FROM :"schema".:"table" WHERE :"column" IS NOT NULL LIMIT 3;
            SET LOCAL enable_indexscan = off;
            CREATE TEMPORARY TABLE exact ON COMMIT DROP AS \(nearest);
            SET LOCAL enable_indexscan = on;
            SET LOCAL enable_seqscan = off;
            SET LOCAL enable_sort = off;
            CREATE TEMPORARY TABLE answers ON COMMIT DROP AS \(nearest);
            """, ["schema": index.schema, "table": index.table, "column": index.column])
        let finding: Finding = try await session.row(
            """
            SELECT (SELECT count(*) FROM exact) AS expected, (SELECT count(*) FROM answers) AS answered,
                (SELECT count(*) FROM answers JOIN exact USING (n, row)) AS found
            """)
        try await session.run("COMMIT;")
        return finding
    }
}
