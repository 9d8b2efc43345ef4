import Foundation
import JSONValues

/// A source of something that was said.
package struct Citation: Equatable, Sendable {
    /// Cut to 80 characters.
    package var name: String
    /// What it says there; cut to 160 characters.
    package var abstract: String
    /// https or http; others are left out.
    package var url: String?
    /// Three of up to 28 characters; the rest is left out.
    package var keywords: [String]

    package init(name: String, abstract: String, url: String? = nil, keywords: [String] = []) {
        self.name = name
        self.abstract = abstract
        self.url = url
        self.keywords = keywords
    }

    func claim(position: Int) -> JSON {
        let link = url.flatMap { ["https", "http"].contains(URL(string: $0)?.scheme?.lowercased()) ? $0 : nil }
        let words = keywords.filter { !$0.isEmpty }.prefix(3).map { JSON.string($0.cut(to: 28)) }
        return [
            "@type": "Claim", "position": .integer(position),
            "appearance": .fields([
                "@type": "DigitalDocument", "name": .string(name.cut(to: 80)),
                "abstract": .string(abstract.cut(to: 160)), "url": link.map(JSON.string),
                "keywords": words.isEmpty ? nil : .array(words),
            ]),
        ]
    }
}

extension String {
    /// No longer than this in UTF-16, which is how Teams counts; what is cut ends in an ellipsis.
    func cut(to limit: Int) -> String {
        guard utf16.count > limit else { return self }
        var text = ""
        var length = 1
        for character in self {
            length += character.utf16.count
            guard length <= limit else { break }
            text.append(character)
        }
        return text + "…"
    }
}
