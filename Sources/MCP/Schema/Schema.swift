import JSONValues

/// A JSON Schema (2020-12), as far as tools use it: what it does not know it does not check, as the standard has it.
///
/// References are followed within the schema only, nothing is ever fetched. Values come from strangers, schemas too:
/// the work is bounded.
package struct Schema: Sendable, Hashable {
    package let json: JSON

    package init(_ json: JSON) { self.json = json }

    /// One thing that is wrong with a value.
    package struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// Where, as in `items[2].id`; empty at the root.
        package var path: String
        /// What, as in "must be at least 1".
        package var message: String

        package var description: String { path.isEmpty ? message : "\(path): \(message)" }
    }

    /// All that is wrong with a value, at most 20 things; empty where it fits.
    package func violations(in value: JSON) -> [Violation] {
        var check = SchemaCheck(root: json)
        check.check(value, against: json, at: "")
        return check.violations
    }

    package func accepts(_ value: JSON) -> Bool { violations(in: value).isEmpty }

    /// The value with the defaults of properties that it does not have, also within objects that are there.
    package func addingDefaults(to value: JSON) -> JSON {
        guard let properties = json["properties"]?.object, var members = value.object else { return value }
        for (key, property) in properties {
            if let member = members[key] {
                members[key] = Schema(property).addingDefaults(to: member)
            } else if let standard = property["default"] {
                members[key] = standard
            }
        }
        return .object(members)
    }
}
