import Glibc

/// Keeps account of what a scanner sees: one object for each of pg_dump's entries, one table for each name.
struct InventoryBuilder {
    var serverVersion: String?
    var dumpVersion: String?
    /// The one whose statements come now.
    private(set) var entry: Statement.Entry?
    private var digest = ContentDigest.zero
    private var roles: [String]?

    private var objects: [Inventory.Object] = []
    /// Added up as they come, so that a million large objects are a few numbers.
    private var aggregates: [Inventory.Object: ContentDigest] = [:]
    private var tables: [Inventory.Table] = []
    private var inserts: [[UInt8]: Inserts] = [:]
    private var lastInsert: (start: [UInt8], inserts: Inserts)?
    /// The digest of the large object that is being written.
    private var largeObject: ContentDigest?

    private struct Inserts {
        let table: TableName
        let columns: [String]
        var rows = 0
        var digest = ContentDigest.zero
    }

    var inventory: Inventory {
        let inserted = inserts.values.map {
            Inventory.Table(name: $0.table, columns: $0.columns, rows: $0.rows, digest: $0.digest, form: .inserts)
        }
        return Inventory(
            tables: tables + inserted, objects: objects + aggregates.map { $0.key.with(digest: $0.value) },
            serverVersion: serverVersion, dumpVersion: dumpVersion)
    }

    mutating func begin(_ entry: Statement.Entry) {
        endEntry()
        self.entry = entry
    }

    mutating func endEntry() {
        defer {
            entry = nil
            digest = .zero
            roles = nil
        }
        guard let entry, !Self.isUncounted(entry) else { return }
        let (kind, name) = Self.aggregate(entry) ?? (entry.kind, entry.name)
        let object = Inventory.Object(
            kind: kind, schema: entry.schema, name: name, owner: entry.owner, digest: digest, roles: roles)
        if kind == LargeObjects.kind {
            aggregates[object.withoutDigest, default: .zero].combine(digest)
        } else {
            objects.append(object)
        }
    }

    mutating func finish() {
        endEntry()
        flushInserts()
    }

    mutating func add(_ table: Inventory.Table) { tables.append(table) }

    mutating func add(_ statement: UnsafeBufferPointer<UInt8>, kind: Statement.Kind) {
        guard let entry else { return }
        switch kind {
        case .set, .ownerTo, .drop, .metaCommand: return
        case .grant(let named), .revoke(let named):
            if Self.aggregate(entry) == nil { roles = Set(roles ?? []).union(named).sorted() }
        case .copy, .other: break
        }
        let hash = ContentDigest(UnsafeRawBufferPointer(statement))
        if entry.isData, Self.aggregate(entry) != nil {
            addLargeObject(statement, hash)
        } else {
            digest.combine(hash)
        }
    }

    /// Rows that came as a statement. Its beginning up to VALUES tells the table, and is read only when it changes.
    mutating func addInsert(
        _ statement: UnsafeBufferPointer<UInt8>, valuesAt values: Int, rows: Int, line: Int
    ) throws {
        let start = statement[..<values]
        if lastInsert == nil || !lastInsert!.start.elementsEqual(start) {
            flushInserts()
            let parser = StatementParser(UnsafeBufferPointer(rebasing: start))
            guard parser.isWord("into", at: 1), let (table, end) = parser.tableName(at: 2),
                let (columns, _) = parser.columns(at: end)
            else { throw ArchiveError.refused(line: line, "has an INSERT of a form that pg_dump does not write") }
            let key = Array(start)
            lastInsert = (key, inserts[key] ?? Inserts(table: table, columns: columns))
        }
        lastInsert!.inserts.rows += rows  // set above
        lastInsert!.inserts.digest.combine(ContentDigest(UnsafeRawBufferPointer(statement)))
    }

    private mutating func flushInserts() {
        if let (start, added) = lastInsert { inserts[start] = added }
        lastInsert = nil
    }

    /// A large object's pages come in order between lo_open and lo_close, the objects in any order.
    private mutating func addLargeObject(_ statement: UnsafeBufferPointer<UInt8>, _ hash: ContentDigest) {
        let parser = StatementParser(statement, limit: 6)
        let name = parser.isWord("pg_catalog", at: 1) ? parser.name(at: 3) : parser.name(at: 1)
        switch name {
        case "lo_open": largeObject = hash
        case "lo_close":
            if let largeObject { digest.combine(largeObject) }
            largeObject = nil
        default:
            // BEGIN and COMMIT, which stand around as many objects as the version likes, do not count.
            largeObject = largeObject?.followed(by: hash)
        }
    }

    /// Rows are counted as tables. The planner's statistics are estimates, which differ each time.
    private static func isUncounted(_ entry: Statement.Entry) -> Bool {
        entry.kind == "TABLE DATA" || entry.kind == "STATISTICS DATA"
    }

    /// Nil for what is no large object. Versions before 17 have an entry for each, later ones one for many.
    private static func aggregate(_ entry: Statement.Entry) -> (kind: String, name: String)? {
        switch entry.kind {
        case "BLOBS": return (LargeObjects.kind, "contents")
        case "BLOB", "BLOB METADATA": return (LargeObjects.kind, "definitions")
        case "ACL" where entry.name.hasPrefix("LARGE OBJECT"): return (LargeObjects.kind, "privileges")
        case "COMMENT" where entry.name.hasPrefix("LARGE OBJECT"): return (LargeObjects.kind, "comments")
        case "SECURITY LABEL" where entry.name.hasPrefix("LARGE OBJECT"): return (LargeObjects.kind, "labels")
        default: return nil
        }
    }
}
