// How the parts of this folder work together: DumpScanner is fed a dump's bytes in pieces of any size. Outside of
// COPY data SQLLexer finds where each statement ends, as psql would; StatementParser reads what the statement is about;
// InventoryBuilder keeps account of what was seen. Inside COPY data only rows are looked for. A DumpHandler gets the
// text: joined together, the bytes it is given are the bytes of the dump.

/// Takes what a ``DumpScanner`` finds, in the order of the dump. What it throws stops the scan and passes through.
package protocol DumpHandler {
    /// A statement with the comments and blanks before it, and the rest of its line if nothing follows there.
    mutating func text(_ bytes: RawSpan, statement: Statement) throws
    /// The statement after which the rows of a table follow.
    mutating func beginTable(_ copy: CopyStatement, text: RawSpan) throws
    /// Whole rows with their newlines; only a row of more than 4 MiB comes in pieces.
    mutating func rows(_ bytes: RawSpan) throws
    /// - Parameter text: the line `\.`
    mutating func endTable(_ table: Inventory.Table, text: RawSpan) throws
    /// Comments and blanks that no statement follows, or that are too many to wait for it.
    mutating func comments(_ bytes: RawSpan) throws
}
