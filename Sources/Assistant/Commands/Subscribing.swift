/// What somebody who subscribes wrote after the command: a subject, and the kinds of events they chose.
struct Subscribing: Sendable, Hashable {
    var subject: String
    /// None are chosen where it is empty.
    var kinds: [EventKind]
    /// The first word that should be a kind and is none.
    var unknown: String?

    /// - Parameter words: at least one.
    ///
    /// Kinds are the last words. What stands in quotation marks is all of the subject, and so is a first word that only a
    /// key or an id can be; then all that follows is meant to be kinds. A word nearly like a kind is taken for one, too.
    init(_ words: [String]) {
        let text = words.joined(separator: " ")
        if let match = text.wholeMatch(of: #/["„“”](?<subject>[^"„“”]+)["“”](?<rest>.*)/#) {
            self.init(subject: String(match.subject), rest: Self.words(String(match.rest)))
        } else if let place = Self.firstKind(of: words) {
            self.init(
                subject: words[..<place].joined(separator: " "),
                rest: Self.words(words[place...].joined(separator: " ")))
        } else {
            var subject = words
            var rest: [String] = []
            while subject.count > 1, let word = Self.words(subject[subject.count - 1]).first,
                EventKind(word) != nil || Self.isNearlyKind(word)
            {
                rest = Self.words(subject.removeLast()) + rest
            }
            self.init(subject: subject.joined(separator: " "), rest: rest)
        }
    }

    /// All of a subject, and no kinds.
    init(_ subject: String) {
        self.subject = subject
        kinds = []
    }

    private init(subject: String, rest: [String]) {
        self.subject = subject
        while self.subject.count > 1, let last = self.subject.last, ",:".contains(last) || last.isWhitespace {
            self.subject.removeLast()
        }
        kinds = []
        for word in rest {
            guard let kind = EventKind(word) else {
                unknown = unknown ?? word
                continue
            }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
    }

    /// Where the kinds begin, when that is sure: after what can only be an id, or with a kind that has a comma behind it.
    private static func firstKind(of words: [String]) -> Int? {
        guard words.count > 1 else { return nil }
        if words[0].wholeMatch(of: #/\*|[A-Za-z][A-Za-z0-9_]*-\d+:?|\S*(Release|Folder)\w*\d\w*:?/#) != nil { return 1 }
        return words.indices.dropFirst().first {
            words[$0].hasSuffix(",") && EventKind(String(words[$0].dropLast())) != nil
        }
    }

    private static func words(_ text: String) -> [String] {
        text.split { $0.isWhitespace || ",;:".contains($0) }.map(String.init)
    }

    private static func isNearlyKind(_ word: String) -> Bool {
        guard word.count > 5 else { return false }
        return EventKind.allCases.contains { kind in
            Language.allCases.contains { Spelling.distance(word.lowercased(), kind.word($0)) == 1 }
        }
    }
}
