import Archive

/// Passes a dump on to psql as it is read, except for what the rules leave out and what waits until the rows are there.
struct LoadHandler: DumpHandler {
    let rules: LoadRules
    /// Nil when only the definitions after the rows are wanted.
    let output: ScriptFeed.Sink?
    private(set) var script = LoadScript()
    private var rowsAreThere = false
    private var waiting = 0

    /// The kinds of entries that pg_dump puts after the rows. None of them stands before any row.
    private static let afterRows: Set = [
        "CONSTRAINT", "CHECK CONSTRAINT", "FK CONSTRAINT", "INDEX", "INDEX ATTACH", "STATISTICS", "RULE", "TRIGGER",
        "EVENT TRIGGER", "POLICY", "ROW SECURITY", "MATERIALIZED VIEW DATA", "PUBLICATION", "PUBLICATION TABLE",
        "PUBLICATION TABLES IN SCHEMA", "SUBSCRIPTION",
    ]

    init(rules: LoadRules, output: ScriptFeed.Sink?) {
        self.rules = rules
        self.output = output
    }

    mutating func text(_ bytes: RawSpan, statement: Statement) throws {
        switch rules.verdict(on: statement) {
        case .leftOut: return
        case .reported(let reason): return script.report(reason)
        case .kept: break
        }
        let isSetting = statement.entry == nil && statement.isSessionSetting(in: bytes)
        if let kind = statement.entry?.kind, Self.afterRows.contains(kind) { rowsAreThere = true }
        if rowsAreThere {
            waiting += bytes.byteCount
            guard waiting <= 64 << 20 else {
                throw RecoveryError("the dump's definitions after its rows are larger than 64 MiB", reason: .badBackup)
            }
            var text: [UInt8] = []
            text.append(contentsOf: bytes)
            script.afterRows.append(
                LoadScript.Piece(
                    entry: statement.entry, text: text, words: bytes.extracting(statement.body).text))
        } else {
            if isSetting { script.preamble.append(contentsOf: bytes) }
            try output?.write(bytes)
        }
    }

    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws { try output?.write(text) }
    mutating func rows(_ bytes: RawSpan) throws { try output?.write(bytes) }
    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws { try output?.write(text) }
    mutating func comments(_ bytes: RawSpan) throws {}
}
