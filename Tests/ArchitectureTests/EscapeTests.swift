import Testing

/// Signs that mean something in SQL, HTML or a shell are looked for by code point. `replacing` goes by `Character`: to it a
/// quote and the accent behind it are one sign, which it passes over.
@Suite("What escapes a text") struct EscapeTests {
    @Test("does not replace a sign of a language by Character", arguments: try SourceTree.targets())
    func literal(target: String) throws {
        for file in try SourceTree.swiftFiles(of: target) {
            let found = try file.text().matches(of: #/\.replacing\(\s*#?"(\\"|'|\\\\|<|>|&|\$|%|\||\\n|\\0)"/#)
            #expect(found.isEmpty, "\(file.path): \(found.map { String($0.output.0) }); use .literal of Foundation")
        }
    }
}
