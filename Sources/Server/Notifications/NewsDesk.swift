import Foundation
import Logging
import Records

/// Where news of releases come in, from wherever: puts each down for its subscribers, once.
package struct NewsDesk: Sendable {
    let records: Records
    let metrics: Metrics
    let logger: Logger

    package init(records: Records, metrics: Metrics, logger: Logger) {
        self.records = records
        self.metrics = metrics
        self.logger = logger
    }

    /// When this returns, everybody will be told, whatever happens to this process.
    /// - Parameter source: how it came, for the count.
    func announce(_ news: ReleaseNews, source: String) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let told = try await records.deliveries.announce(
            key: news.key, kind: news.kind, isForAll: ReleaseNews.isForAll(news.kind), subjects: news.subjects,
            event: String(decoding: try encoder.encode(news), as: UTF8.self))
        metrics.count(.events, ["source": source])
        logger.debug("news of a release", metadata: ["kind": "\(news.kind)", "conversations": "\(told)"])
    }
}
