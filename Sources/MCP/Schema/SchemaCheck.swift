import JSONValues

/// One walk through a value and its schema.
struct SchemaCheck {
    private let root: JSON
    private(set) var violations: [Schema.Violation] = []
    /// Steps that may still be made: what a hostile schema can cost.
    private var budget: Int
    private var depth = 0

    init(root: JSON, budget: Int = 100_000) {
        self.root = root
        self.budget = budget
    }

    mutating func check(_ value: JSON, against schema: JSON, at path: String) {
        guard violations.count < 20 else { return }
        budget -= 1
        depth += 1
        defer { depth -= 1 }
        guard budget > 0, depth < 128 else {
            if violations.isEmpty { report("cannot be checked, its schema is too large or refers to itself", at: path) }
            return
        }
        if schema == false { return report("is not allowed", at: path) }
        guard schema.object != nil else { return }
        if let reference = schema["$ref"]?.string {
            guard let target = resolve(reference) else {
                return report("cannot be checked: the schema refers to \(reference.prefix(100))", at: path)
            }
            check(value, against: target, at: path)
        }
        guard checkType(value, schema, at: path) else { return }
        checkChoice(value, schema, at: path)
        switch value {
        case .string(let text): checkString(text, schema, at: path)
        case .integer, .number: checkNumber(value, schema, at: path)
        case .array(let values): checkArray(values, schema, at: path)
        case .object(let members): checkObject(members, schema, at: path)
        case .null, .boolean: break
        }
        checkCombinations(value, schema, at: path)
    }

    mutating func report(_ message: String, at path: String) {
        violations.append(Schema.Violation(path: path, message: message))
    }

    /// What another schema thinks of a value, without saying so.
    mutating func accepts(_ value: JSON, _ schema: JSON) -> Bool {
        var other = SchemaCheck(root: root, budget: budget)
        other.depth = depth
        other.check(value, against: schema, at: "")
        budget = other.budget
        return other.violations.isEmpty
    }

    /// A JSON Pointer within this schema (`#/$defs/x`); anything else is not looked up.
    private func resolve(_ reference: String) -> JSON? {
        guard reference.hasPrefix("#") else { return nil }
        let pointer = reference.dropFirst()
        guard !pointer.isEmpty else { return root }
        guard pointer.hasPrefix("/") else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .reduce(Optional(root)) { schema, step in
                let key = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
                if let values = schema?.array {
                    return Int(key).flatMap { values.indices.contains($0) ? values[$0] : nil }
                }
                return schema?[key]
            }
    }

    private mutating func checkType(_ value: JSON, _ schema: JSON, at path: String) -> Bool {
        let types: [String]
        switch schema["type"] {
        case .string(let type): types = [type]
        case .array(let list): types = list.compactMap(\.string)
        default: return true
        }
        if types.contains(where: { value.isOfType($0) }) { return true }
        report("must be \(types.map { JSON.article($0) }.joined(separator: " or ")), got \(value.kind)", at: path)
        return false
    }

    private mutating func checkChoice(_ value: JSON, _ schema: JSON, at path: String) {
        if let constant = schema["const"], !constant.isSame(as: value) {
            report("must be \(constant.brief), got \(value.brief)", at: path)
        }
        if let choices = schema["enum"]?.array, !choices.contains(where: { $0.isSame(as: value) }) {
            let list = choices.prefix(30).map(\.brief).joined(separator: ", ")
            report("must be one of \(list)\(choices.count > 30 ? ", …" : ""), got \(value.brief)", at: path)
        }
    }

    private mutating func checkCombinations(_ value: JSON, _ schema: JSON, at path: String) {
        for part in schema["allOf"]?.array ?? [] { check(value, against: part, at: path) }
        if let parts = schema["anyOf"]?.array, !parts.isEmpty { checkAny(value, parts, at: path) }
        if let parts = schema["oneOf"]?.array, !parts.isEmpty {
            var fitting = 0
            for part in parts where accepts(value, part) { fitting += 1 }
            if fitting == 0 { checkAny(value, parts, at: path) }
            if fitting > 1 { report("fits \(fitting) of the forms of which it must have exactly one", at: path) }
        }
        if let part = schema["not"], accepts(value, part) { report("has a form that is not allowed", at: path) }
        if let condition = schema["if"] {
            if let branch = schema[accepts(value, condition) ? "then" : "else"] {
                check(value, against: branch, at: path)
            }
        }
    }

    private mutating func checkAny(_ value: JSON, _ parts: [JSON], at path: String) {
        for part in parts where accepts(value, part) { return }
        // Of several forms, what is wrong with the one that was most likely meant: the only one of the value's type.
        let meant = parts.filter { part in part["type"]?.string.map { value.isOfType($0) } ?? true }
        if meant.count == 1 {
            check(value, against: meant[0], at: path)
        } else {
            let types = parts.compactMap { $0["type"]?.string }.map(JSON.article)
            report(
                types.isEmpty ? "has none of the allowed forms" : "must be \(types.joined(separator: " or "))", at: path
            )
        }
    }
}
