import Foundation

extension Activity {
    /// Somebody named in a text.
    package struct Mention: Equatable, Sendable {
        package var account: Account
        /// The piece of the text that is the mention, such as `<at>Reva</at>`.
        package var text: String
    }

    package var mentions: [Mention] {
        entities.compactMap { entity in
            guard entity["type"]?.string == "mention", let account = Account(entity["mentioned"]) else { return nil }
            let text = entity["text"]?.string.flatMap { $0.isEmpty ? nil : $0 }
            return Mention(account: account, text: text ?? "<at>\(account.name ?? "")</at>")
        }
    }

    /// True when the bot is meant: always in a personal chat, elsewhere when it is mentioned.
    package var addressesRecipient: Bool {
        guard conversation?.kind != .personal else { return true }
        return mentions.contains { $0.account.id == recipient?.id }
    }

    /// What was typed, without the bot's own mentions; those of other people stay. Empty where nothing was typed.
    package var spokenText: String {
        var text = text ?? ""
        for mention in mentions where mention.account.id == recipient?.id {
            // One occurrence for each mention: somebody else of that name may be mentioned as well.
            guard let range = text.range(of: mention.text, options: .literal) else { continue }
            let before = text[..<range.lowerBound]
            var after = text[range.upperBound...]
            if before.last?.isWhitespace ?? true, after.first == " " { after.removeFirst() }
            text = String(before + after)
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
