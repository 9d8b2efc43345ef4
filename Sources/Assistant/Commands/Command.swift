/// What Reva understands without any model: a person's whole message is the command.
enum Command: Sendable, Hashable {
    case help, status, subscriptions, memories, forgetEverything, export, backups, version
    case subscribe(String)
    case unsubscribe(String)
    case remember(String)
    case forget(Int64)

    /// Nil for whatever is none: then it is a question.
    init?(_ text: String) {
        let line = text.trimmingPrefix { $0.isWhitespace || $0 == "/" }
        guard !line.contains(where: \.isNewline) || line.last?.isNewline == true else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first?.lowercased() else { return nil }
        if words.count == 1 {
            guard let command = Self.single(first) else { return nil }
            self = command
        } else {
            guard let command = Self.command(first, Array(words.dropFirst())) else { return nil }
            self = command
        }
    }

    private static func single(_ word: String) -> Command? {
        switch word {
        case "help", "hilfe", "?": .help
        case "status": .status
        case "subscriptions", "abos", "abonnements": .subscriptions
        case "memories", "erinnerungen": .memories
        case "export", "exportieren": .export
        case "backups", "sicherungen": .backups
        case "version": .version
        default: nil
        }
    }

    private static func command(_ word: String, _ rest: [String]) -> Command? {
        switch word {
        case "subscribe", "abonniere", "abonnieren": return .subscribe(subject(rest))
        case "unsubscribe", "abbestellen": return .unsubscribe(subject(rest))
        case "remember", "merke": return .remember(text(rest))
        case "forget", "vergiss":
            guard rest.count == 1 else { return nil }
            if ["everything", "alles"].contains(rest[0].lowercased()) { return .forgetEverything }
            return Int64(rest[0].drop { $0 == "#" }).map(Command.forget)
        default: return nil
        }
    }

    private static func subject(_ words: [String]) -> String {
        let isFiller = ["to", "from", "zu", "von"].contains(words[0].lowercased()) && words.count > 1
        return words.dropFirst(isFiller ? 1 : 0).joined(separator: " ")
    }

    /// "remember that …", "merke dir, dass …"
    private static func text(_ words: [String]) -> String {
        var words = words[...]
        while words.count > 1, ["that", "dir", "dir,", "dass", "dass:"].contains(words[words.startIndex].lowercased()) {
            words = words.dropFirst()
        }
        return words.joined(separator: " ")
    }
}
