/// A command as documents print it.
enum CommandLineText {
    /// What follows `reva`, up to the comment (behind two spaces or a `#`) or what is the shell's.
    ///
    /// It knows quotes and nothing else of a shell: documents for people need no more.
    static func arguments(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var previous: Character = "\n"
        scanning: for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else {
                switch character {
                case "'", "\"":
                    quote = character
                    word = word ?? ""
                case " ":
                    if previous == " " { break scanning }
                    if let word { words.append(word) }
                    word = nil
                case "#" where word == nil: break scanning
                default: word = (word ?? "") + String(character)
                }
            }
            previous = character
        }
        if let word { words.append(word) }
        if words.first == "$" { words.removeFirst() }
        let own = words.prefix { !isOfTheShell($0) }
        return Array(own.dropFirst())
    }

    private static func isOfTheShell(_ word: String) -> Bool {
        ["|", "||", "&&", "&", ";"].contains(word) || word.contains(/^[0-9]?[<>]/)
    }
}
