import Foundation

/// JSON out of dictionaries.
enum JSONText {
    static func data(_ value: [String: Any]) -> Data {
        // Every value here is built of what JSONSerialization takes; an empty object shows where one is not.
        (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes]))
            ?? Data("{}".utf8)
    }

    /// Nil where the text is no JSON.
    static func value(_ text: String) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }
}
