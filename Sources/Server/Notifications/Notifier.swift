import Foundation
import Logging
import Records
import ServiceLifecycle
import Teams

/// Sends notifications to their subscribers: each once, those of a conversation in order, several conversations at a time.
///
/// A delivery is claimed before it is sent. Where it cannot be known whether it arrived, because the connection or this
/// process broke, it ends as unknown and is not sent again.
package struct Notifier: Service {
    let records: Records
    let connector: Connector
    let metrics: Metrics
    let logger: Logger
    /// Between two looks for what is due.
    var pause = Duration.seconds(1)
    /// A claim older than this is of a process that is gone, in seconds.
    var patience = 600.0

    package init(records: Records, connector: Connector, metrics: Metrics, logger: Logger) {
        self.records = records
        self.connector = connector
        self.metrics = metrics
        self.logger = logger
    }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var checked: ContinuousClock.Instant?
            while !Task.isCancelled {
                do {
                    if checked.map({ .now - $0 > .seconds(60) }) ?? true {
                        try await endAbandoned()
                        checked = .now
                    }
                    while try await sendDue() > 0 {}
                } catch {
                    logger.debug("notifications wait", metadata: ["error": "\(error)"])
                }
                // Another process may have put it down, and time makes what was put off due.
                try await Task.sleep(for: pause)
            }
        }
    }

    func endAbandoned() async throws {
        let count = try await records.deliveries.endAbandoned(seconds: patience)
        if count > 0 {
            metrics.count(.deliveries, ["result": "unknown"], by: Double(count))
            logger.warning(
                "notifications may have been lost: whoever sent them was ended", metadata: ["count": "\(count)"])
        }
        try await records.deliveries.prune(days: 30)
    }

    /// Sends what is due now.
    /// - Returns: how many were tried.
    func sendDue() async throws -> Int {
        let claimed = try await records.deliveries.claim(limit: 20)
        // What is claimed is ended, also when this service is asked to stop: a claim that is left counts as unknown.
        await Task {
            await withDiscardingTaskGroup { group in
                for delivery in claimed { group.addTask { await send(delivery) } }
            }
        }.value
        return claimed.count
    }

    private func send(_ delivery: Deliveries.Delivery) async {
        do {
            guard let text = delivery.reference, let reference = try? ConversationReference(stored: text),
                let news = try? JSONDecoder().decode(News.self, from: Data(delivery.event.utf8))
            else { return try await end(delivery, .failed) }
            do {
                try await connector.send(NewsMessage(news, locale: reference.locale).message, to: reference)
                try await end(delivery, .sent)
            } catch let error as ConnectorError {
                try await take(error, of: delivery)
            }
        } catch {
            // It stays claimed, and ends as unknown.
            logger.warning("what became of a notification was not recorded", metadata: ["error": "\(error)"])
        }
    }

    private func take(_ error: ConnectorError, of delivery: Deliveries.Delivery) async throws {
        logger.info(
            "a notification was not sent",
            metadata: ["delivery": "\(delivery.id)", "reason": "\(error.summary)", "try": "\(delivery.attempts)"])
        switch error.remedy {
        case .deactivateConversation, .sendAnew:
            try await records.subscriptions.end(inConversation: delivery.conversation, because: error.summary)
            try await end(delivery, .failed)
        case .tryLater: try await postpone(delivery)
        // Whoever runs this will put the credentials right.
        case .alarm where error.reason == .unauthorized: try await postpone(delivery)
        case .leave where error.reason == .unknownDelivery: try await end(delivery, .unknown)
        case .alarm, .shorten, .leave: try await end(delivery, .failed)
        }
    }

    /// For about a day; then it is no news any more.
    private func postpone(_ delivery: Deliveries.Delivery) async throws {
        guard delivery.attempts < 100 else { return try await end(delivery, .failed) }
        let seconds = min(900, 5 * Double(1 << min(delivery.attempts, 10)))
        try await records.deliveries.postpone(delivery, seconds: seconds)
    }

    private func end(_ delivery: Deliveries.Delivery, _ end: Deliveries.End) async throws {
        try await records.deliveries.end(delivery, end)
        metrics.count(.deliveries, ["result": end.rawValue])
    }
}
