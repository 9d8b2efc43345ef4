import Archive

/// Which pg_dump reads what, so that several work side by side on one snapshot and together leave nothing out.
struct DumpPlan: Sendable {
    /// The arguments of each program that reads data, beside those that all have.
    let shares: [[String]]
    /// What the programs must bring between them.
    let tables: Set<TableName>
    let sequences: Set<TableName>

    private struct Relation: Decodable {
        let schema: String
        let name: String
        let kind: String
        let size: Int
        /// A sequence that comes with the table it belongs to: to ask for it elsewhere would bring it twice.
        let comesAlong: Bool
        var tableName: TableName { TableName(schema: schema, name: name) }
    }

    private struct Oddities: Decodable {
        let largeObjects: Bool
        let extensionTables: Bool
    }

    /// Shares the tables out among `jobs` programs, the largest first, each to the one with least to do.
    init(for session: DatabaseSession, jobs: Int) async throws {
        let relations: [Relation] = try await session.rows(Self.relations)
        let oddities: Oddities = try await session.row(Self.oddities)
        let tables = relations.filter { $0.kind != "S" }
        let sequences = relations.filter { $0.kind == "S" }
        self.tables = Set(tables.map(\.tableName))
        self.sequences = Set(sequences.map(\.tableName))
        // Rows of an extension's own tables come with the extension, and that with a whole dump alone.
        guard jobs > 1, !oddities.extensionTables else {
            shares = [["--section=data"]]
            return
        }
        var bins = Array(repeating: (size: 0, arguments: [String]()), count: jobs)
        for relation in tables.sorted(by: { $0.size > $1.size }) + sequences.filter({ !$0.comesAlong }) {
            let index = bins.indices.min { bins[$0].size < bins[$1].size } ?? 0
            bins[index].size += relation.size + 8192
            bins[index].arguments.append("--table=\(relation.tableName.pattern)")
        }
        // `--table` leaves large objects out, and this leaves everything else out: a pattern without a schema would mean
        // only what the search path shows, and all other rows would be there twice. `-b` has another long name in 15.
        // Since 17 large objects are made, and removed before, in this section.
        let largeObjects =
            oddities.largeObjects
            ? [["--section=data", "-b", "--exclude-table-data=*.*", "--clean", "--if-exists"]] : []
        shares = bins.filter { !$0.arguments.isEmpty }.map { ["--section=data"] + $0.arguments } + largeObjects
    }

    /// What was to be read and was not; empty when nothing is missing.
    func omissions(in inventory: Inventory) -> [String] {
        let tables = tables.subtracting(inventory.tables.map(\.name)).map { "table \($0)" }
        let found = inventory.objects.filter { $0.kind == "SEQUENCE SET" }
            .map { TableName(schema: $0.schema ?? "", name: $0.name) }
        return (tables + sequences.subtracting(found).map { "sequence \($0)" }).sorted()
    }

    /// Tables with rows of their own, materialized views left out (post-data fills them), and sequences, except what
    /// belongs to an extension. A partitioned table has no rows and is not asked for, so its sequences are.
    private static let relations = """
        SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            CASE WHEN c.relkind = 'S' THEN 0 ELSE pg_table_size(c.oid) END AS size,
            EXISTS (SELECT FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid AND t.relkind = 'r'
                WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) AS "comesAlong"
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'S') AND c.relpersistence <> 't'
            AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            -- a sequence inside an identity column of an extension's table is the extension's too
            AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_depend e
                    ON e.classid = 'pg_class'::regclass AND e.objid = d.refobjid AND e.deptype = 'e'
                WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
        """

    private static let oddities = """
        SELECT EXISTS (SELECT FROM pg_largeobject_metadata) AS "largeObjects",
            EXISTS (SELECT FROM pg_extension WHERE extconfig IS NOT NULL) AS "extensionTables"
        """
}

extension TableName {
    /// A pattern of psql and pg_dump that matches this name alone.
    fileprivate var pattern: String {
        [schema, name].map(TableName.quoted).joined(separator: ".")
    }
}
