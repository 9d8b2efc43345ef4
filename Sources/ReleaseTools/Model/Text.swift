import Foundation

/// Text from Release, made fit to hand on: whoever wrote a title must not be able to forge lines or hide things.
enum Text {
    /// One line: control characters and line breaks become spaces, invisible ones go.
    static func line(_ text: String, limit: Int = 300) -> String {
        cut(clean(text, keepingLines: false), limit)
    }

    /// Several lines.
    static func block(_ text: String, limit: Int = 2_000) -> String {
        cut(clean(text, keepingLines: true), limit)
    }

    private static func clean(_ text: String, keepingLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                result.append(keepingLines && scalar == "\n" ? scalar : " ")
            // Marks that turn the direction of writing, joiners, tags: they show nothing and can hide much.
            case .format, .privateUse, .surrogate, .unassigned: break
            default: result.append(scalar)
            }
        }
        return String(result).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        text.count <= limit ? text : "\(text.prefix(limit - 1))…"
    }
}
