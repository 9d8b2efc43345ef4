import JSONValues

extension SchemaCheck {
    mutating func checkString(_ text: String, _ schema: JSON, at path: String) {
        let length = text.unicodeScalars.count
        if let least = schema["minLength"]?.integer, length < least {
            report(least == 1 ? "must not be empty" : "must have at least \(least) characters, got \(length)", at: path)
        }
        if let most = schema["maxLength"]?.integer, length > most {
            report("must have at most \(most) characters, got \(length)", at: path)
        }
        // Patterns of strangers can take for ever on long texts, so those are not tried.
        if let pattern = schema["pattern"]?.string, pattern.utf8.count <= 200, text.utf8.count <= 1000,
            let expression = try? Regex(pattern), text.firstMatch(of: expression) == nil
        {
            report("must match \(pattern), got \(JSON.string(text).brief)", at: path)
        }
    }

    mutating func checkNumber(_ value: JSON, _ schema: JSON, at path: String) {
        guard let number = value.number else { return }
        if let least = schema["minimum"], let bound = least.number, number < bound {
            report("must be at least \(least.text), got \(value.text)", at: path)
        }
        if let most = schema["maximum"], let bound = most.number, number > bound {
            report("must be at most \(most.text), got \(value.text)", at: path)
        }
        if let least = schema["exclusiveMinimum"], let bound = least.number, number <= bound {
            report("must be more than \(least.text), got \(value.text)", at: path)
        }
        if let most = schema["exclusiveMaximum"], let bound = most.number, number >= bound {
            report("must be less than \(most.text), got \(value.text)", at: path)
        }
        if let step = schema["multipleOf"], let size = step.number, size > 0 {
            let quotient = number / size
            if abs(quotient - quotient.rounded()) > 1e-9 * max(1, abs(quotient)) {
                report("must be a multiple of \(step.text), got \(value.text)", at: path)
            }
        }
    }

    mutating func checkArray(_ values: [JSON], _ schema: JSON, at path: String) {
        if let least = schema["minItems"]?.integer, values.count < least {
            report("must have at least \(least) items, got \(values.count)", at: path)
        }
        if let most = schema["maxItems"]?.integer, values.count > most {
            report("must have at most \(most) items, got \(values.count)", at: path)
        }
        if schema["uniqueItems"] == true, Set(values).count < values.count {
            report("must not have an item twice", at: path)
        }
        let prefix = schema["prefixItems"]?.array ?? []
        for (index, value) in values.enumerated() {
            if index < prefix.count {
                check(value, against: prefix[index], at: "\(path)[\(index)]")
            } else if let items = schema["items"] {
                check(value, against: items, at: "\(path)[\(index)]")
            } else {
                break
            }
        }
    }

    mutating func checkObject(_ members: [String: JSON], _ schema: JSON, at path: String) {
        let properties = schema["properties"]?.object ?? [:]
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where members[name] == nil {
            report("is required", at: Self.path(path, name))
        }
        if let least = schema["minProperties"]?.integer, members.count < least {
            report("must have at least \(least) properties, got \(members.count)", at: path)
        }
        if let most = schema["maxProperties"]?.integer, members.count > most {
            report("must have at most \(most) properties, got \(members.count)", at: path)
        }
        let patterns = (schema["patternProperties"]?.object ?? [:]).compactMap { pattern, schema in
            pattern.utf8.count <= 200 ? (try? Regex(pattern)).map { ($0, schema) } : nil
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            var isKnown = false
            if let property = properties[name] {
                isKnown = true
                check(value, against: property, at: Self.path(path, name))
            }
            for (pattern, property) in patterns where name.utf8.count <= 1000 && name.firstMatch(of: pattern) != nil {
                isKnown = true
                check(value, against: property, at: Self.path(path, name))
            }
            guard !isKnown, let additional = schema["additionalProperties"] else { continue }
            if additional == false {
                let known = properties.keys.sorted().joined(separator: ", ")
                report(
                    "is unknown here\(known.isEmpty ? "" : ", known are \(known)")", at: Self.path(path, name))
            } else {
                check(value, against: additional, at: Self.path(path, name))
            }
        }
    }

    private static func path(_ path: String, _ name: String) -> String {
        let name = name.count > 100 ? "\(name.prefix(100))…" : name
        return path.isEmpty ? name : "\(path).\(name)"
    }
}

extension JSON {
    func isOfType(_ type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array), ("object", .object),
            ("number", .integer), ("number", .number), ("integer", .integer):
            true
        case ("integer", .number(let value)): value == value.rounded()
        default: false
        }
    }

    /// Equality as JSON Schema has it: 1 is 1.0.
    func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { key, value in right[key].map(value.isSame) ?? false }
        case (.integer(let left), .number(let right)), (.number(let right), .integer(let left)):
            Double(left) == right
        default: self == other
        }
    }

    static func article(_ type: String) -> String {
        switch type {
        case "array", "object", "integer": "an \(type)"
        case "null": type
        default: "a \(type)"
        }
    }

    /// What it is, in the words of JSON Schema.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value's text, cut where it is long.
    var brief: String {
        let whole = text
        return whole.count > 80 ? "\(whole.prefix(80))…" : whole
    }
}
