extension Inventory {
    /// How this one differs from what is expected, tables first; empty when they hold the same.
    ///
    /// - Parameter ignoringOwners: roles that do not exist where this one was taken. Who owns what they owned, and what
    ///   was granted to them, is not compared.
    package func differences(from expected: Inventory, ignoringOwners: Set<String> = []) -> [Difference] {
        tableDifferences(from: expected) + objectDifferences(from: expected, ignoringOwners: ignoringOwners)
    }

    private func tableDifferences(from expected: Inventory) -> [Difference] {
        let found = Dictionary(grouping: tables, by: \.name)
        let wanted = Dictionary(grouping: expected.tables, by: \.name)
        return Set(found.keys).union(wanted.keys).sorted().flatMap { name -> [Difference] in
            let (here, there) = (found[name] ?? [], wanted[name] ?? [])
            if here.isEmpty { return [.tableMissing(name)] }
            if there.isEmpty { return [.tableUnexpected(name)] }
            if here == there { return [] }
            return differences(name, here, there)
        }
    }

    private func differences(_ name: TableName, _ found: [Table], _ expected: [Table]) -> [Difference] {
        let counts = (found.reduce(0) { $0 + $1.rows }, expected.reduce(0) { $0 + $1.rows })
        var differences: [Difference] = []
        if Set(found.map(\.columns)) != Set(expected.map(\.columns)),
            Set(found.map(\.form)) == Set(expected.map(\.form))
        {
            differences.append(.columnsDiffer(name))
        }
        if counts.0 != counts.1 {
            differences.append(.rowCount(name, found: counts.0, expected: counts.1))
        } else if Set(found.map(\.form)) != Set(expected.map(\.form)) {
            differences.append(.rowsNotComparable(name))
        } else if differences.isEmpty {
            differences.append(.rowsDiffer(name))
        }
        return differences
    }

    private struct Key: Hashable {
        let kind: String
        let schema: String?
        let name: String

        init(_ object: Object) { (kind, schema, name) = (object.kind, object.schema, object.name) }
    }

    private func objectDifferences(from expected: Inventory, ignoringOwners: Set<String>) -> [Difference] {
        let majors = (Inventory.major(dumpVersion), Inventory.major(expected.dumpVersion))
        let acrossVersions = majors.0 != majors.1
        var found = Dictionary(grouping: objects, by: Key.init)
        var differences: [Difference] = []
        for (key, wanted) in Dictionary(grouping: expected.objects, by: Key.init) {
            var here = found.removeValue(forKey: key) ?? []
            var unmatched: [Object] = []
            for object in wanted {
                // Equal text first, so that of two entries of one name the right ones are paired.
                let same = here.firstIndex { $0.digest == object.digest && $0.owner == object.owner }
                if let index = same ?? here.firstIndex(where: { $0.digest == object.digest }) {
                    let other = here.remove(at: index)
                    differences += ownerDifference(other, object, ignoringOwners)
                } else {
                    unmatched.append(object)
                }
            }
            for object in unmatched where !concerns(object, ignoringOwners) {
                if here.isEmpty {
                    differences.append(.objectMissing(object, acrossVersions: acrossVersions))
                    continue
                }
                let other = here.removeFirst()
                differences.append(
                    object.kind == "SEQUENCE SET"
                        ? .sequenceValue(object) : .definitionDiffers(object, acrossVersions: acrossVersions))
                differences += ownerDifference(other, object, ignoringOwners)
            }
            if unmatched.contains(where: { concerns($0, ignoringOwners) }) { here = [] }
            differences += here.map { .objectUnexpected($0, acrossVersions: acrossVersions) }
        }
        differences += found.values.joined().map { .objectUnexpected($0, acrossVersions: acrossVersions) }
        return differences.sorted { $0.description < $1.description }
    }

    /// Whether an object says what such a role gets or gives: its text cannot come out the same without the role.
    private func concerns(_ object: Object, _ roles: Set<String>) -> Bool {
        if roles.isEmpty { return false }
        if object.kind == LargeObjects.kind, let owner = object.owner, roles.contains(owner) { return true }
        if object.kind.hasSuffix("ACL"), let owner = object.owner, roles.contains(owner) { return true }
        return object.roles.map { !roles.isDisjoint(with: $0) } ?? false
    }

    private func ownerDifference(_ found: Object, _ expected: Object, _ ignored: Set<String>) -> [Difference] {
        if found.owner == expected.owner { return [] }
        if let owner = expected.owner, ignored.contains(owner) { return [] }
        return [.ownerDiffers(expected, found: found.owner)]
    }
}
