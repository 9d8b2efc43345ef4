/// One way in which an inventory is not as expected; its description is one line for people.
package enum Difference: Equatable, Sendable, CustomStringConvertible {
    case tableMissing(TableName)
    case tableUnexpected(TableName)
    case columnsDiffer(TableName)
    case rowCount(TableName, found: Int, expected: Int)
    case rowsDiffer(TableName)
    /// One was dumped as INSERT statements, the other by COPY: only the counts could be compared.
    case rowsNotComparable(TableName)
    case objectMissing(Inventory.Object, acrossVersions: Bool)
    case objectUnexpected(Inventory.Object, acrossVersions: Bool)
    /// Across major versions pg_dump words the same thing differently.
    case definitionDiffers(Inventory.Object, acrossVersions: Bool)
    case ownerDiffers(Inventory.Object, found: String?)
    case sequenceValue(Inventory.Object)

    /// False for what may be a mere difference in wording between two major versions of pg_dump, or could not be
    /// compared at all: worth telling, no proof of loss.
    package var isDefinitive: Bool {
        switch self {
        case .rowsNotComparable: false
        case .definitionDiffers(_, let acrossVersions): !acrossVersions
        case .objectMissing(let object, let acrossVersions), .objectUnexpected(let object, let acrossVersions):
            !(acrossVersions && ["ACL", "COMMENT", "DEFAULT ACL"].contains(object.kind))
        default: true
        }
    }

    package var description: String {
        switch self {
        case .tableMissing(let table): "table \(table) is missing"
        case .tableUnexpected(let table): "table \(table) was not expected"
        case .columnsDiffer(let table): "table \(table) has other columns"
        case .rowCount(let table, let found, let expected):
            "table \(table) holds \(found) rows instead of \(expected)"
        case .rowsDiffer(let table): "the rows of table \(table) differ"
        case .rowsNotComparable(let table): "the rows of table \(table) were dumped in another form and only counted"
        case .objectMissing(let object, _): "\(object.title) is missing"
        case .objectUnexpected(let object, _): "\(object.title) was not expected"
        case .definitionDiffers(let object, let acrossVersions):
            "\(object.title) is defined differently"
                + (acrossVersions ? ", perhaps only in the wording of another version" : "")
        case .ownerDiffers(let object, let found):
            "\(object.title) belongs to \(found ?? "nobody") instead of \(object.owner ?? "nobody")"
        case .sequenceValue(let object):
            "sequence \(object.schema.map { "\($0)." } ?? "")\(object.name) stands at another value"
        }
    }
}
