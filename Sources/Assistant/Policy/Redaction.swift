import JSONValues

/// Arguments for the activity log: values that look like secrets by the name of their member are not in it.
enum Redaction {
    private static let words = [
        "password", "passwort", "secret", "token", "credential", "apikey", "api_key", "private",
    ]

    static func redacted(_ json: JSON) -> JSON {
        switch json {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { key, value in
                        (key, isSecret(key) ? "(redacted)" : redacted(value))
                    }))
        case .array(let values): .array(values.map(redacted))
        default: json
        }
    }

    private static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return words.contains { key.contains($0) }
    }
}
