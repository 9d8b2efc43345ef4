/// What went wrong with something of Teams that a person has to put right: settings, an app package, a stored reference.
package struct TeamsError: Error, Equatable, CustomStringConvertible {
    package let summary: String
    package let hints: [String]

    package init(_ summary: String, hints: [String] = []) {
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}
