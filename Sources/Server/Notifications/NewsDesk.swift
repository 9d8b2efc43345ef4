import Foundation
import Logging
import Records

/// Where news come in, from wherever: puts each down for its subscribers, once.
package struct NewsDesk: Sendable {
    let records: Records
    let metrics: Metrics
    let logger: Logger

    /// More than these found in one look are told as one.
    private static let digest = 5

    package init(records: Records, metrics: Metrics, logger: Logger) {
        self.records = records
        self.metrics = metrics
        self.logger = logger
    }

    /// When this returns, everybody will be told, whatever happens to this process.
    /// - Parameter source: how it came, for the count.
    func announce(_ news: News, source: String) async throws {
        try await announce(news, to: news.subjects, isInDigest: false)
        metrics.count(.events, ["source": source])
    }

    /// Announces what one look found, oldest first: much of it as one, but to those who chose what they want to hear of.
    /// - Parameter subject: what was looked at, where not each of its subjects is the same for all of them.
    func announce(_ found: [News], of subject: String? = nil, source: String) async throws {
        let known = try await records.deliveries.known(found.map(\.key))
        let loud = found.filter { $0.isForAll && !known.contains($0.key) }
        if loud.count > Self.digest, let last = loud.last {
            let digest = Self.digest(of: loud, last, subject)
            let subjects = subject.map { [$0.lowercased()] } ?? digest.subjects
            try await announce(digest, to: subjects, isInDigest: false)
            // For those who were told by it each of these is old.
            for news in loud { try await announce(news, to: subjects, isInDigest: true) }
        }
        for news in found { try await announce(news, source: source) }
    }

    private static func digest(of news: [News], _ last: News, _ subject: String?) -> News {
        var digest = last
        digest.kind = last.isOfRelease ? "RELEASE_DIGEST" : "ISSUE_DIGEST"
        digest.message = news.suffix(20).map { ($0.id == last.id ? "" : "\($0.title): ") + $0.message }
            .joined(separator: "\n\n")
        digest.person = nil
        if let subject, Set(news.map(\.id)).count > 1 {
            (digest.id, digest.title, digest.status, digest.link) = (subject, subject, nil, nil)
        }
        return digest
    }

    private func announce(_ news: News, to subjects: [String], isInDigest: Bool) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let told = try await records.deliveries.announce(
            key: news.key, kind: news.kind, isForAll: news.isForAll, isInDigest: isInDigest, subjects: subjects,
            event: String(decoding: try encoder.encode(news), as: UTF8.self))
        logger.debug("news", metadata: ["kind": "\(news.kind)", "conversations": "\(told)"])
    }
}
