/// A damage done to a restored copy, and the words by which a comparison names it.
struct CopyDamage: Sendable {
    let description: String
    /// Values go in as variables of psql.
    let statements: String
    let values: [String: String]
    /// One of these stands in a reason that names the damage.
    let signs: [String]

    private struct Table: Decodable {
        let schema: String
        let name: String
        /// One whose text may be changed without breaking a rule; nil where the table has none.
        let column: String?
        var title: String { "\(schema).\(name)" }
    }

    private struct Part: Decodable {
        let schema: String
        let table: String
        let name: String
    }

    /// The damages that this database allows, each to another table, so that each has a finding of its own.
    static func possible(in session: DatabaseSession) async throws -> [CopyDamage] {
        var tables: [Table] = try await session.rows(Self.tables)
        var damages: [CopyDamage] = []
        var swapped: [Table] = []
        if tables.count > 2, let first = tables.first,
            let second = tables.dropFirst().first(where: { $0.schema == first.schema })
        {
            swapped = [first, second]
            tables.removeAll { swapped.map(\.title).contains($0.title) }
            damages.append(exchangedTables(first, second))
        }
        if tables.count > 1, let index = tables.lastIndex(where: { $0.column != nil }) {
            damages.append(changedText(tables.remove(at: index)))
        }
        if let table = tables.last { damages.append(droppedRow(table)) }
        let untouched: (Part) -> Bool = { part in
            !swapped.contains { $0.schema == part.schema && $0.name == part.table }
        }
        let indexes: [Part] = try await session.rows(Self.indexes)
        if let index = indexes.first(where: untouched) { damages.append(removedIndex(index)) }
        let constraints: [Part] = try await session.rows(Self.constraints)
        if let constraint = constraints.first(where: untouched) { damages.append(removedConstraint(constraint)) }
        let sequences: [Part] = try await session.rows(Self.sequences)
        if let sequence = sequences.first(where: untouched) { damages.append(movedSequence(sequence)) }
        return damages
    }

    /// Does them, each in its own statement. Rules and triggers are kept still, so that nothing else changes with it.
    static func apply(_ damages: [CopyDamage], in session: DatabaseSession) async throws {
        try await session.run(
            """
            SELECT current_setting('is_superuser') = 'on' AS super \\gset
            \\if :super
            SET session_replication_role = replica;
            \\endif
            """)
        for damage in damages { try await session.run(damage.statements, damage.values) }
    }

    private static func droppedRow(_ table: Table) -> CopyDamage {
        CopyDamage(
            description: "a row of \(table.title) dropped",
            statements: #"DELETE FROM :"schema".:"name" WHERE ctid = (SELECT ctid FROM :"schema".:"name" LIMIT 1);"#,
            values: ["schema": table.schema, "name": table.name], signs: ["table \(table.title) holds"])
    }

    /// Both are of one schema.
    private static func exchangedTables(_ first: Table, _ second: Table) -> CopyDamage {
        CopyDamage(
            description: "the tables \(first.title) and \(second.title) exchanged",
            statements: """
                ALTER TABLE :"schema".:"first" RENAME TO reva_drill_exchanged;
                ALTER TABLE :"schema".:"second" RENAME TO :"first";
                ALTER TABLE :"schema".reva_drill_exchanged RENAME TO :"second";
                """,
            values: ["schema": first.schema, "first": first.name, "second": second.name],
            signs: ["table \(first.title) ", "table \(second.title) "])
    }

    private static func changedText(_ table: Table) -> CopyDamage {
        CopyDamage(
            description: "a letter added to a text of \(table.title)",
            statements: """
                UPDATE :"schema".:"name" SET :"column" = :"column" || 'x'
                    WHERE ctid = (SELECT ctid FROM :"schema".:"name" WHERE :"column" IS NOT NULL LIMIT 1);
                """,
            values: ["schema": table.schema, "name": table.name, "column": table.column ?? ""],
            signs: ["the rows of table \(table.title) differ"])
    }

    private static func removedIndex(_ index: Part) -> CopyDamage {
        CopyDamage(
            description: "the index \(index.schema).\(index.name) removed",
            statements: #"DROP INDEX :"schema".:"name";"#, values: ["schema": index.schema, "name": index.name],
            signs: ["index \(index.schema).\(index.name) is missing"])
    }

    private static func removedConstraint(_ constraint: Part) -> CopyDamage {
        CopyDamage(
            description: "the constraint \(constraint.name) of \(constraint.schema).\(constraint.table) removed",
            statements: #"ALTER TABLE :"schema".:"table" DROP CONSTRAINT :"name" CASCADE;"#,
            values: ["schema": constraint.schema, "table": constraint.table, "name": constraint.name],
            signs: ["\(constraint.name) is missing"])
    }

    private static func movedSequence(_ sequence: Part) -> CopyDamage {
        CopyDamage(
            description: "the sequence \(sequence.schema).\(sequence.name) moved on",
            statements: "SELECT nextval(format('%I.%I', :'schema', :'name')::regclass);",
            values: ["schema": sequence.schema, "name": sequence.name],
            signs: ["sequence \(sequence.schema).\(sequence.name) stands at another value"])
    }
}
