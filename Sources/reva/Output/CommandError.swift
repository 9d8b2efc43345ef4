/// Something that a command cannot do, for a person to read.
struct CommandError: Error, CustomStringConvertible {
    let summary: String
    let hints: [String]
    let code: ExitStatus

    init(_ summary: String, hints: [String] = [], code: ExitStatus = .failed) {
        self.summary = summary
        self.hints = hints
        self.code = code
    }

    var description: String { summary }
}
