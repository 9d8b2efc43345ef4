/// One statement of a dump.
package struct Statement: Equatable, Sendable {
    /// What pg_dump says in a comment before the statements of each object:
    /// `-- Name: x; Type: INDEX; Schema: public; Owner: reva`.
    package struct Entry: Equatable, Sendable {
        /// pg_dump has replaced line breaks by blanks.
        package let name: String
        package let kind: String
        /// Nil for "-".
        package let schema: String?
        /// Nil for "-" and for nothing.
        package let owner: String?
        /// "Data for Name", "Statistics for Name".
        package let isData: Bool
    }

    package enum Kind: Equatable, Sendable {
        /// `SET name = …` or `SELECT pg_catalog.set_config('name', …)`.
        case set(name: String)
        /// `ALTER … OWNER TO role`
        case ownerTo(role: String)
        /// Every role named in it; PUBLIC is none.
        case grant(roles: [String])
        case revoke(roles: [String])
        /// `DROP …`, `ALTER … DROP …`, and the removal of a large object.
        case drop
        /// Only in a ``CopyStatement``'s place; never given to ``DumpHandler/text(_:statement:)``.
        case copy
        /// `\restrict` or `\unrestrict`, without the backslash.
        case metaCommand(String)
        case other
    }

    /// Nil before the first object.
    package let entry: Entry?
    package let kind: Kind
    /// Of its first word, from 1.
    package let line: Int
    /// Where the statement itself stands in the bytes handed over, semicolon included.
    package let body: Range<Int>
}

/// `COPY table (columns) FROM stdin;`
package struct CopyStatement: Equatable, Sendable {
    package let table: TableName
    package let columns: [String]
    package let entry: Statement.Entry?
    package let line: Int
    package let body: Range<Int>
}
