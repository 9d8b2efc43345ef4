import Archive

/// In which order, and what side by side, the definitions after the rows are loaded.
struct LoadSchedule: Sendable {
    typealias Piece = LoadScript.Piece

    /// Primary keys and unique constraints, by table: each locks its table against everybody else.
    let constraints: [[Piece]]
    /// Other indexes; several can be built on one table at a time.
    let indexes: [[Piece]]
    /// Everything else, in the dump's order: foreign keys, triggers, views' contents, what ties partitions' indexes.
    let rest: [Piece]
    /// Indexes of vectors. Answers are right without them, only slower, so they may come after going live.
    var vectorIndexes: [Piece]
    /// What needs the vector indexes to be there, such as comments on them.
    let afterVectorIndexes: [Piece]

    init(_ pieces: [Piece]) {
        // An index that is tied to a partitioned one must stand when that is done.
        let tied = pieces.contains { $0.entry?.kind == "INDEX ATTACH" }
        let vector = tied ? [] : pieces.filter(\.isVectorIndex)
        let names = Set(vector.compactMap { $0.entry?.name })
        var constraints: [String: [Piece]] = [:]
        var tables: [String] = []
        var indexes: [String: [Piece]] = [:]
        var indexNames: [String] = []
        var rest: [Piece] = []
        var after: [Piece] = []
        for piece in pieces {
            guard let entry = piece.entry else {
                rest.append(piece)
                continue
            }
            switch entry.kind {
            case "INDEX" where names.contains(entry.name):
                if !piece.isVectorIndex { after.append(piece) }
            case "COMMENT" where entry.name.hasPrefix("INDEX ") && names.contains(String(entry.name.dropFirst(6))):
                after.append(piece)
            case "CONSTRAINT":
                // The entry's name is the table's and the constraint's; a table's name may hold spaces, and then two
                // tables share a session, which does no harm.
                let table = "\(entry.schema ?? "").\(entry.name.split(separator: " ").first ?? "")"
                if constraints[table] == nil { tables.append(table) }
                constraints[table, default: []].append(piece)
            case "INDEX":
                if indexes[entry.name] == nil { indexNames.append(entry.name) }
                indexes[entry.name, default: []].append(piece)
            default:
                rest.append(piece)
            }
        }
        self.constraints = tables.compactMap { constraints[$0] }
        self.indexes = indexNames.compactMap { indexes[$0] }
        self.rest = rest
        vectorIndexes = vector
        afterVectorIndexes = after
    }
}
