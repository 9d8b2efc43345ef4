/// What a dump holds, so that two can be compared: every table's rows, and every object's definition.
///
/// Kept sorted: two inventories of the same content are equal.
package struct Inventory: Codable, Equatable, Sendable {
    /// The rows of one table.
    package struct Table: Codable, Equatable, Sendable {
        /// How the dump wrote the rows; digests can be compared only between tables of one form.
        package enum Form: String, Codable, Sendable { case copy, inserts }

        package let name: TableName
        /// As the dump lists them; empty where it lists none.
        package let columns: [String]
        package let rows: Int
        /// The sum of XXH3-128 over the COPY rows without their newline, or over the INSERT statements.
        package let digest: ContentDigest
        package let form: Form

        package init(
            name: TableName, columns: [String], rows: Int, digest: ContentDigest, form: Form = .copy
        ) {
            self.name = name
            self.columns = columns
            self.rows = rows
            self.digest = digest
            self.form = form
        }
    }

    /// One entry of pg_dump's table of contents that is not a table's data.
    package struct Object: Codable, Hashable, Sendable {
        /// In pg_dump's words: "INDEX", "FUNCTION", "SEQUENCE SET", "ACL".
        package let kind: String
        package let schema: String?
        package let name: String
        package let owner: String?
        /// The sum over its statements, settings and changes of owner left out.
        package let digest: ContentDigest
        /// Who gets or loses something by it; nil unless it grants or revokes.
        package let roles: [String]?

        package init(
            kind: String, schema: String?, name: String, owner: String?, digest: ContentDigest, roles: [String]? = nil
        ) {
            self.kind = kind
            self.schema = schema
            self.name = name
            self.owner = owner
            self.digest = digest
            self.roles = roles
        }
    }

    /// One for each name, sorted by it (two only where the dump gives different columns).
    package var tables: [Table]
    /// Sorted. pg_dump may give two objects the same kind, schema and name.
    package var objects: [Object]
    /// As in the dump's head, "15.14 (Debian 15.14-1)".
    package var serverVersion: String?
    package var dumpVersion: String?

    package init(
        tables: [Table] = [], objects: [Object] = [], serverVersion: String? = nil, dumpVersion: String? = nil
    ) {
        self.tables = tables
        self.objects = objects
        self.serverVersion = serverVersion
        self.dumpVersion = dumpVersion
        normalize()
    }

    /// Adds what another dump of the same snapshot holds: rows of one table add up, objects are put together.
    package mutating func merge(_ other: Inventory) {
        tables += other.tables
        objects += other.objects
        serverVersion = serverVersion ?? other.serverVersion
        dumpVersion = dumpVersion ?? other.dumpVersion
        normalize()
    }

    /// The first number of a version: 15 for "15.14 (Debian …)", nil where there is none.
    package static func major(_ version: String?) -> Int? {
        version.flatMap { Int($0.prefix { $0.isNumber }) }
    }

    private mutating func normalize() {
        var sums: [TableKey: (rows: Int, digest: ContentDigest)] = [:]
        for table in tables {
            let key = TableKey(name: table.name, columns: table.columns, form: table.form)
            var sum = sums[key] ?? (0, .zero)
            sum.rows += table.rows
            sum.digest.combine(table.digest)
            sums[key] = sum
        }
        tables = sums.sorted { $0.key < $1.key }.map { key, sum in
            Table(name: key.name, columns: key.columns, rows: sum.rows, digest: sum.digest, form: key.form)
        }
        var aggregates: [Object: ContentDigest] = [:]
        var single: [Object] = []
        for object in objects {
            if object.kind == LargeObjects.kind {
                aggregates[object.withoutDigest, default: .zero].combine(object.digest)
            } else {
                single.append(object)
            }
        }
        objects = (single + aggregates.map { $0.key.with(digest: $0.value) }).sorted { $0.sortKey < $1.sortKey }
    }

    private struct TableKey: Hashable, Comparable {
        let name: TableName
        let columns: [String]
        let form: Table.Form

        static func < (left: TableKey, right: TableKey) -> Bool {
            if left.name != right.name { return left.name < right.name }
            if left.form != right.form { return left.form == .copy }
            return left.columns.lexicographicallyPrecedes(right.columns)
        }
    }
}

extension Inventory.Object {
    var withoutDigest: Inventory.Object { with(digest: .zero) }

    func with(digest: ContentDigest) -> Inventory.Object {
        Inventory.Object(kind: kind, schema: schema, name: name, owner: owner, digest: digest, roles: roles)
    }

    var sortKey: (String, String, String, String, String) {
        (kind, schema ?? "", name, owner ?? "", digest.hex)
    }

    /// "index public.memories_idx", "function public.f(integer)".
    var title: String {
        let words = kind == LargeObjects.kind ? "large objects'" : kind.lowercased()
        return "\(words) \(schema.map { "\($0)." } ?? "")\(name)"
    }
}

/// Large objects can be millions, so they are counted together rather than listed.
enum LargeObjects {
    static let kind = "LARGE OBJECTS"
}
