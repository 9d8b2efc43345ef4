extension AdaptiveCard {
    /// A notice with a heading, some facts and links. All texts show as they are.
    package static func message(
        title: String, text: String = "", tone: CardElement.Tone = .normal, facts: [CardElement.Fact] = [],
        links: [(title: String, url: String)] = []
    ) -> AdaptiveCard {
        var body: [CardElement] = [heading(title, tone: tone)]
        if !text.isEmpty { body.append(.text(Markdown.escaped(text))) }
        if !facts.isEmpty { body.append(.facts(facts.map(\.escaped))) }
        return AdaptiveCard(
            body: body, actions: links.map { .openURL(title: $0.title, url: $0.url) },
            fallbackText: [title, text].filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }

    /// Rows under a heading, on as many cards as it takes for each to be small enough for a message of its own.
    /// - Parameter limit: of a card, in bytes.
    package static func table(
        title: String, columns: [String], rows: [[String]], limit: Int = Message.textLimit
    ) -> [AdaptiveCard] {
        func card(_ part: ArraySlice<[String]>) -> AdaptiveCard {
            let range = part.count == rows.count ? "" : " (\(part.startIndex + 1)–\(part.endIndex) of \(rows.count))"
            let cells = part.map { $0.map(Markdown.escaped) }
            let lines = part.prefix(20).map { $0.joined(separator: " | ") }
            var card = AdaptiveCard(
                body: [heading(title + range), .table(columns: columns.map(Markdown.escaped), rows: cells)],
                fallbackText: ([title + range] + lines).joined(separator: "\n").cut(to: 2000))
            card.isWide = columns.count > 3
            return card
        }
        var cards: [AdaptiveCard] = []
        var start = rows.startIndex
        repeat {
            var end = rows.endIndex
            // One row is taken however large it is.
            while end - start > 1, card(rows[start..<end]).json.bytes.count > limit {
                end = start + max(1, (end - start) / 2)
            }
            cards.append(card(rows[start..<end]))
            start = end
        } while start < rows.endIndex
        return cards
    }

    /// What is written on an approval, in the language of who asked.
    package struct ApprovalLabels: Sendable {
        package var approve: String
        package var decline: String
        package var requester: String
        package var expiry: String

        package init(
            approve: String = "Approve", decline: String = "Decline", requester: String = "Asked for by",
            expiry: String = "Until"
        ) {
            self.approve = approve
            self.decline = decline
            self.requester = requester
            self.expiry = expiry
        }
    }

    /// Asks whether something may be done. The buttons carry the ticket and nothing else, because whatever a card carries
    /// can come back changed.
    /// - Parameters:
    ///   - call: exactly what would be done, shown as it is.
    ///   - expiry: until when, as people read it.
    package static func approval(
        title: String, requester: String, call: String, ticket: String, expiry: String, facts: [CardElement.Fact] = [],
        labels: ApprovalLabels = ApprovalLabels()
    ) -> AdaptiveCard {
        AdaptiveCard(
            body: [
                heading(title, tone: .warning),
                .facts(
                    [.init(labels.requester, requester).escaped, .init(labels.expiry, expiry).escaped]
                        + facts.map(\.escaped)),
                .container([.code(call)]),
            ],
            actions: [
                .execute(title: labels.approve, verb: approveVerb, data: ["ticket": .string(ticket)], style: .positive),
                .execute(
                    title: labels.decline, verb: declineVerb, data: ["ticket": .string(ticket)], style: .destructive),
            ],
            fallbackText: "\(title)\n\n\(call)\n\nThis needs an approval, which this client cannot show.")
    }

    /// The verbs of an approval's buttons.
    package static let approveVerb = "approve"
    package static let declineVerb = "decline"

    /// What stands in the place of an approval once it is decided, for everybody: no buttons any more.
    /// - Parameter outcome: such as "Approved by Ada at 14:03".
    package static func decided(
        title: String, outcome: String, tone: CardElement.Tone, call: String
    ) -> AdaptiveCard {
        AdaptiveCard(
            body: [heading(title), .text(Markdown.escaped(outcome), tone: tone), .container([.code(call)])],
            fallbackText: "\(title)\n\n\(outcome)")
    }

    /// What is shown while something longer goes on.
    package static func inProgress(title: String, text: String = "This takes a moment …") -> AdaptiveCard {
        message(title: title, text: text)
    }

    private static func heading(_ title: String, tone: CardElement.Tone = .normal) -> CardElement {
        .text(Markdown.escaped(title), size: .large, weight: .bold, tone: tone)
    }
}

extension CardElement.Fact {
    var escaped: Self { .init(Markdown.escaped(title), Markdown.escaped(value)) }
}
