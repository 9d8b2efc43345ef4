import Foundation

/// What Reva understands without any model: a person's whole message is the command.
enum Command: Sendable, Hashable {
    case help, status, subscriptions, memories, forgetEverything, export, backups, version
    case subscribe(Subscribing)
    case unsubscribe(String)
    case remember(String)
    case forget(Int64)
    /// A command that needs more than its name.
    case incomplete(Incomplete)

    enum Incomplete: String, Sendable, CaseIterable {
        case subscribe, unsubscribe, remember, forget
    }

    /// Nil for whatever is none: then it is a question.
    init?(_ text: String) {
        let line = text.trimmingPrefix { $0.isWhitespace || $0 == "/" }
        guard !line.contains(where: \.isNewline) || line.last?.isNewline == true else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first?.lowercased() else { return nil }
        if words.count == 1 {
            guard let command = Self.names[first] else { return nil }
            self = command
        } else {
            guard let command = Self.command(first, Array(words.dropFirst())) else { return nil }
            self = command
        }
    }

    /// What somebody may have meant who wrote no command: the same message with the nearest command in it.
    static func nearest(to text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first?.lowercased().trimmingPrefix("/"), first.count > 3, first.count < 20 else {
            return nil
        }
        let limit = first.count < 8 ? 1 : 2
        let near = names.keys.map { (name: $0, distance: Spelling.distance(String(first), $0)) }
            .filter { $0.name.count > 3 && $0.distance <= limit }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let near else { return nil }
        let line = ([near.name] + words.dropFirst()).joined(separator: " ")
        return Command(line) == nil ? nil : line
    }

    /// Each command by its name alone.
    private static let names: [String: Command] = [
        "help": .help, "hilfe": .help, "?": .help, "status": .status, "version": .version,
        "subscriptions": .subscriptions, "abos": .subscriptions, "abonnements": .subscriptions,
        "memories": .memories, "erinnerungen": .memories, "export": .export, "exportieren": .export,
        "backups": .backups, "sicherungen": .backups,
        "subscribe": .incomplete(.subscribe), "abonniere": .incomplete(.subscribe),
        "abonnieren": .incomplete(.subscribe), "unsubscribe": .incomplete(.unsubscribe),
        "abbestellen": .incomplete(.unsubscribe), "remember": .incomplete(.remember), "merke": .incomplete(.remember),
        "forget": .incomplete(.forget), "vergiss": .incomplete(.forget),
    ]

    private static func command(_ word: String, _ rest: [String]) -> Command? {
        guard case .incomplete(let command) = names[word] else { return nil }
        switch command {
        case .subscribe: return .subscribe(Subscribing(subject(rest)))
        case .unsubscribe:
            return .unsubscribe(subject(rest).joined(separator: " ").trimmingCharacters(in: ["\"", "„", "“", "”"]))
        case .remember: return .remember(text(rest))
        case .forget:
            guard rest.count == 1 else { return nil }
            if ["everything", "alles"].contains(rest[0].lowercased()) { return .forgetEverything }
            return Int64(rest[0].drop { $0 == "#" }).map(Command.forget)
        }
    }

    private static func subject(_ words: [String]) -> [String] {
        let isFiller = ["to", "from", "zu", "von"].contains(words[0].lowercased()) && words.count > 1
        return Array(words.dropFirst(isFiller ? 1 : 0))
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
