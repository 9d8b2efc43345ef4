import JSONValues

/// A button of a card.
package enum CardAction: Equatable, Sendable {
    package enum Style: String, Sendable { case normal = "default", positive, destructive }

    /// Comes back as an invoke that is answered by a card or a word; see `Invoke`. The data can be forged.
    case execute(title: String, verb: String, data: JSON, style: Style = .normal)
    /// Comes back as a message with the data and the inputs as its value. The data can be forged.
    case submit(title: String, data: JSON)
    /// Opens an address in the browser.
    case openURL(title: String, url: String)

    var json: JSON {
        switch self {
        case .execute(let title, let verb, let data, let style):
            .fields([
                "type": "Action.Execute", "title": .string(title), "verb": .string(verb), "data": data,
                "style": style == .normal ? nil : .string(style.rawValue),
            ])
        case .submit(let title, let data): ["type": "Action.Submit", "title": .string(title), "data": data]
        case .openURL(let title, let url): ["type": "Action.OpenUrl", "title": .string(title), "url": .string(url)]
        }
    }
}
