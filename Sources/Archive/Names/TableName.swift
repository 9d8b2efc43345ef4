/// A table's name as PostgreSQL keeps it: unquoted, case and all.
package struct TableName: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// Empty where the dump did not say.
    package let schema: String
    package let name: String

    package init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }

    /// For SQL: safe whatever the name holds (`public."odd name"`).
    package var sql: String {
        schema.isEmpty ? TableName.quoted(name) : "\(TableName.quoted(schema)).\(TableName.quoted(name))"
    }

    /// For people: `public.conversations`, with line breaks shown as blanks.
    package var description: String {
        let plain = schema.isEmpty ? name : "\(schema).\(name)"
        return String(plain.map { $0.isNewline ? " " : $0 })
    }

    package static func < (left: TableName, right: TableName) -> Bool {
        (left.schema, left.name) < (right.schema, right.name)
    }

    /// A name for SQL. Quotes always, but for the schema everybody has: keywords differ from version to version, quotes never
    /// hurt.
    package static func quoted(_ name: String) -> String {
        if name == "public" { return name }
        // By code points: to a `Character`, a quote and the accent that follows it are one sign, and no quote.
        let doubled = name.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        return "\"" + doubled.joined(separator: "\"\"") + "\""
    }
}
