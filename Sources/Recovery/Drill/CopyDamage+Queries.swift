extension CopyDamage {
    /// Not the server's own, and not an extension's.
    private static let ours = """
        n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')
        """

    /// Tables with rows, the smallest first. The text column is in no index and no rule, and not computed.
    static let tables = """
        SELECT n.nspname AS schema, c.relname AS name,
            (SELECT a.attname FROM pg_attribute a JOIN pg_stats s ON s.schemaname = n.nspname
                    AND s.tablename = c.relname AND s.attname = a.attname AND s.null_frac < 1
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                    AND a.atttypid = 'text'::regtype
                    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid
                        AND k.contype <> 'n' AND a.attnum = ANY (k.conkey))
                    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.refobjid = c.oid AND d.refobjsubid = a.attnum)
                ORDER BY a.attnum LIMIT 1) AS column
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND NOT c.relispartition AND c.reltuples > 0 AND \(ours)
        ORDER BY c.reltuples, c.oid LIMIT 20
        """

    /// Those that no constraint stands on.
    static let indexes = """
        SELECT n.nspname AS schema, t.relname AS table, c.relname AS name
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'i' AND NOT c.relispartition AND t.relkind = 'r' AND \(ours)
            AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
        ORDER BY c.oid LIMIT 20
        """

    /// Foreign and unique keys: other rules are part of the table's own definition.
    static let constraints = """
        SELECT n.nspname AS schema, c.relname AS table, k.conname AS name
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype IN ('f', 'u') AND k.conparentid = 0 AND c.relkind = 'r' AND NOT c.relispartition AND \(ours)
        ORDER BY k.contype, k.oid LIMIT 20
        """

    static let sequences = """
        SELECT n.nspname AS schema, '' AS table, c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'S' AND \(ours) ORDER BY c.oid LIMIT 20
        """
}
