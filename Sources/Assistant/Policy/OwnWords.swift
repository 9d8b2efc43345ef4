/// Whether what a model wants to do for a person is what the person's own words of this turn ask for. A model may have
/// been talked into something by what it read; these words it cannot have written.
struct OwnWords: Sendable {
    enum Wish: Sendable, Hashable, CaseIterable {
        case remember, forget, subscribe, unsubscribe

        /// Beginnings of words, lower case, in both languages.
        fileprivate var stems: [String] {
            switch self {
            case .remember: ["remember", "memori", "note", "merk", "erinner", "notier"]
            case .forget: ["forget", "delete", "erase", "remove", "vergiss", "vergess", "lösch", "entfern"]
            case .subscribe: ["subscribe", "notify", "inform", "watch", "follow", "abonn", "benachrichtig", "meld"]
            case .unsubscribe: ["unsubscribe", "stop", "abbestell", "abmeld", "kündig", "beend"]
            }
        }
    }

    private static let negations: Set = [
        "not", "don't", "don’t", "never", "no", "nicht", "nie", "niemals", "kein", "keine",
    ]
    private let words: [String]
    private let text: String

    init(_ text: String) {
        words = Self.words(of: text)
        self.text = words.joined(separator: " ")
    }

    /// The person names the wish, does not deny it, and wrote `subject` themselves.
    func ask(for wish: Wish, _ subject: String) -> Bool {
        guard Self.negations.isDisjoint(with: words) else { return false }
        guard words.contains(where: { word in wish.stems.contains { word.hasPrefix($0) } }) else { return false }
        let subject = Self.words(of: subject).joined(separator: " ")
        return !subject.isEmpty && " \(text) ".contains(" \(subject) ")
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { $0.isWhitespace || ",;:!?\"'„“”()".contains($0) }
            .map { $0.hasSuffix(".") ? String($0.dropLast()) : String($0) }.filter { !$0.isEmpty }
    }
}
