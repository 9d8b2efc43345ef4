/// A column of a result.
package struct Column: Sendable, Hashable {
    package let name: String
    /// Its object identifier in the catalog `pg_type`.
    package let type: UInt32
}

/// What a statement gave, held in memory whole.
package struct Rows: Sendable, RandomAccessCollection {
    package let columns: [Column]
    /// How many rows an INSERT, UPDATE, DELETE, MERGE or SELECT concerned; 0 for other commands.
    package let affected: Int
    /// What the server says it did, e.g. `INSERT 0 1`.
    package let commandTag: String
    /// Row by row.
    let cells: [String?]

    package var startIndex: Int { 0 }
    package var endIndex: Int { columns.isEmpty ? 0 : cells.count / columns.count }

    package subscript(position: Int) -> Row {
        precondition(indices.contains(position), "there is no row \(position)")
        let start = position * columns.count
        return Row(columns: columns, cells: cells[start..<start + columns.count])
    }

    /// The only row.
    package var only: Row {
        get throws(PostgresError) {
            guard count == 1 else { throw PostgresError(.decoding, "one row was expected, and there are \(count)") }
            return self[0]
        }
    }
}

/// A row of a result.
package struct Row: Sendable {
    package let columns: [Column]
    let cells: ArraySlice<String?>

    /// The value of the first column of that name.
    package func decode<Value: ColumnValue>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let index = columns.firstIndex(where: { $0.name == name }) else {
            throw PostgresError(
                .decoding, "there is no column \(name)",
                hints: ["the columns are \(columns.map(\.name).joined(separator: ", "))"])
        }
        return try decode(index)
    }

    /// The value of a column by its place, from 0.
    package func decode<Value: ColumnValue>(
        _ index: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard columns.indices.contains(index) else {
            throw PostgresError(.decoding, "there is no column number \(index), only \(columns.count) columns")
        }
        let column = columns[index]
        guard let text = cells[cells.startIndex + index] else {
            guard let value = Value.forNull else {
                throw PostgresError(.decoding, "column \(column.name) is NULL, and \(Value.self) was expected")
            }
            return value
        }
        guard let value = Value(columnText: text, type: column.type) else {
            // The value itself may be private.
            throw PostgresError(
                .decoding, "column \(column.name) (type number \(column.type)) holds no \(Value.self)")
        }
        return value
    }
}
