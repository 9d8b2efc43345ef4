import Assistant
import AsyncHTTPClient
import Foundation
import Logging
import MCP
import Records
import ServiceLifecycle
import Teams

/// Everything between Microsoft Teams and the assistant: what takes messages, what answers them, and what tells
/// subscribers of news. Without a registration nothing of Teams is believed, and nothing is sent.
package struct TeamsSide: Service {
    package struct Parts: Sendable {
        package var assistant: Assistant
        package var records: Records
        package var metrics: Metrics
        /// The tools for Release, for looking what happened; nil where there are none.
        package var release: MCPClient?
        /// The tools for Jira, for the same.
        package var jira: MCPClient?
        /// What Release signs its events by; nil refuses them.
        package var webhookSecret: String?
        package var queue = ConversationQueue.Options()
        /// How often and how late the connector repeats what it may.
        package var retries = RetryPolicy()
        /// What streaming and rate limits go by.
        var time = TimeSource.system
        package var logger: Logger

        package init(
            assistant: Assistant, records: Records, metrics: Metrics, release: MCPClient? = nil,
            jira: MCPClient? = nil, webhookSecret: String? = nil, logger: Logger
        ) {
            self.assistant = assistant
            self.records = records
            self.metrics = metrics
            self.release = release
            self.jira = jira
            self.webhookSecret = webhookSecret
            self.logger = logger
        }
    }

    private let parts: Parts
    private let client: HTTPClient
    private let connector: Connector?
    let queue: ConversationQueue
    let messages: MessageRoute
    let webhook: ReleaseWebhook
    private let desk: NewsDesk

    package init(_ registration: TeamsRegistration?, _ parts: Parts) {
        self.parts = parts
        let cloud = registration?.cloud ?? .public
        client = HTTPClient(configuration: .teams)
        let serviceURLs = ServiceURLs(standard: cloud.serviceURL)
        let authentication = InboundAuthentication(
            appID: registration?.appID ?? "", tenants: registration?.tenants ?? [], cloud: cloud,
            serviceURLs: serviceURLs, client: client, logger: parts.logger)
        // Without a registration nothing is believed, so nobody is ever answered by these.
        let credentials = OutboundTokens.Credentials(
            appID: registration?.appID ?? "", secret: registration?.secret ?? "",
            tenantID: registration?.tenantID ?? "")
        let connector = Connector(
            client: client, tokens: OutboundTokens(credentials, cloud: cloud, client: client, logger: parts.logger),
            serviceURLs: serviceURLs, policy: parts.retries, time: parts.time, logger: parts.logger)
        let (assistant, records, metrics, logger) = (parts.assistant, parts.records, parts.metrics, parts.logger)
        let channel = TeamsChannel(
            assistant: assistant, connector: connector, records: records, metrics: metrics, logger: logger)
        let invokes = TeamsInvokes(
            assistant: assistant, connector: connector, records: records, metrics: metrics, logger: logger)
        queue = ConversationQueue(inbox: records.inbox, options: parts.queue, logger: logger) {
            await channel.handle($0)
        }
        messages = MessageRoute(
            authentication: authentication, queue: queue, answerInvoke: { await invokes.answer($0, $1) },
            metrics: metrics)
        desk = NewsDesk(records: records, metrics: metrics, logger: logger)
        webhook = ReleaseWebhook(secret: parts.webhookSecret, desk: desk, logger: logger)
        self.connector = registration == nil ? nil : connector
    }

    /// Brings the gauges up to date that nobody keeps.
    func refreshMetrics() async {
        let load = await queue.load
        parts.metrics.set(.activeSessions, to: Double(load.running))
        if let open = try? await parts.records.inbox.open() {
            parts.metrics.set(.waitingMessages, to: Double(open))
        }
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await queue.run() }
            if let connector {
                let notifier = Notifier(
                    records: parts.records, connector: connector, metrics: parts.metrics, logger: parts.logger)
                group.addTask { try? await notifier.run() }
            }
            if connector != nil, let release = parts.release {
                let watch = ReleaseWatch(records: parts.records, client: release, desk: desk, logger: parts.logger)
                group.addTask { try? await watch.run() }
            }
            if connector != nil, let jira = parts.jira {
                let watch = JiraWatch(records: parts.records, client: jira, desk: desk, logger: parts.logger)
                group.addTask { try? await watch.run() }
            }
        }
        try? await client.shutdown()
    }
}

extension TeamsSide: CustomStringConvertible {
    /// The name alone: whoever logs which services run must not log the secrets within.
    package var description: String { "TeamsSide" }
}
