/// An import in the text of a source file.
enum ImportLine {
    /// The modules that a text imports, in order; submodules and single declarations count as their module.
    static func modules(in text: String) -> [String] {
        let attribute = #/@\w+(\([^)]*\))?\s+/#
        let form =
            #/^\s*(?:public\s+|package\s+|internal\s+|fileprivate\s+|private\s+)?import\s+(?:(?:struct|class|enum|actor|protocol|func|var|let|typealias)\s+)?(?<module>[A-Za-z_]\w*)/#
        return text.split(separator: "\n").flatMap { line in
            line.split(separator: ";").compactMap { part in
                String(part.replacing(attribute, with: "")).firstMatch(of: form).map { String($0.module) }
            }
        }
    }
}
