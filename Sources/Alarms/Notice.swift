import Foundation

/// One message to those who look after Reva.
package struct Notice: Encodable, Sendable {
    package enum Kind: String, Encodable, Sendable {
        /// Something is wrong.
        case alarm
        /// What was wrong is over.
        case recovered
        /// Words of a person or of a procedure, such as that a restore begins.
        case announcement
        /// Nothing is the matter: somebody tries whether this arrives.
        case test
    }

    package struct Line: Encodable, Sendable {
        package var text: String
        /// Nil where the line is about no trouble.
        package var state: News.Item.State?
        package var since: Date?
    }

    /// The same for every attempt to send this one, and for no other.
    package var id = UUID().uuidString.lowercased()
    package var kind: Kind
    /// Which Reva it is about.
    package var installation: String
    package var title: String
    package var lines: [Line]
    package var time: Date

    init(_ kind: Kind, of installation: String, title: String, lines: [Line], at time: Date) {
        self.kind = kind
        self.installation = installation
        self.title = title
        self.lines = lines
        self.time = time
    }

    init(_ news: News, of installation: String, at time: Date) {
        let title =
            news.isGood ? "Reva on \(installation) is well again" : "Reva on \(installation) needs somebody"
        self.init(
            news.isGood ? .recovered : .alarm, of: installation, title: title,
            lines: news.items.map { Line(text: $0.text, state: $0.state, since: $0.since) }, at: time)
    }
}

extension Notice.Line {
    /// As a person reads it.
    var words: String {
        switch state {
        case .began, nil: text
        case .stands: "still: \(text)" + (since.map { " (since \($0.formatted(.iso8601)))" } ?? "")
        case .ended: "over: \(text)"
        }
    }
}
