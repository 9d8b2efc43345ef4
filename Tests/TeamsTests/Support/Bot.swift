import AsyncHTTPClient
import Foundation
import JSONValues
import Logging
import Teams
import TeamsStandIn

/// A bot beside a stand-in of Microsoft's cloud.
struct Bot: Sendable {
    let standIn: StandInCloud
    let address: StandInCloud.Address
    let cloud: Cloud
    let client: HTTPClient
    let time: ManualTime
    let serviceURLs: ServiceURLs
    let authentication: InboundAuthentication
    let connector: Connector

    /// Made once: a key takes a moment.
    static let key = Result { try ServiceKey(id: "key-1") }
    static let otherKey = Result { try ServiceKey(id: "key-2") }

    static func with(
        policy: RetryPolicy = RetryPolicy(), timeout: Duration = .seconds(15),
        _ body: @escaping @Sendable (Bot) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let standIn = try StandInCloud(keys: [key.get()], logger: logger)
        try await standIn.serve { address in
            let client = HTTPClient(configuration: .teams)
            let result = await Result.awaiting {
                try await body(
                    Bot(
                        standIn: standIn, address: address, client: client, policy: policy, timeout: timeout,
                        logger: logger))
            }
            try await client.shutdown()
            try result.get()
        }
    }

    private init(
        standIn: StandInCloud, address: StandInCloud.Address, client: HTTPClient, policy: RetryPolicy,
        timeout: Duration, logger: Logger
    ) throws {
        self.standIn = standIn
        self.address = address
        self.client = client
        let time = ManualTime()
        self.time = time
        guard let standard = ServiceURL(address.serviceURL) else { throw CancellationError() }
        cloud = Cloud(
            metadataURL: address.metadataURL, issuer: standIn.issuer, loginURL: address.loginURL,
            scope: "https://api.botframework.com/.default", serviceURL: standard)
        serviceURLs = ServiceURLs(standard: standard)
        authentication = InboundAuthentication(
            appID: standIn.appID, tenants: [standIn.tenantID], cloud: cloud, serviceURLs: serviceURLs, client: client,
            time: time.source, logger: logger)
        let tokens = OutboundTokens(
            .init(appID: standIn.appID, secret: standIn.secret, tenantID: standIn.tenantID), cloud: cloud,
            client: client, time: time.source, logger: logger)
        connector = Connector(
            client: client, tokens: tokens, serviceURLs: serviceURLs, policy: policy, timeout: timeout,
            time: time.source, logger: logger)
    }

    /// A message that somebody typed, as Teams would post it.
    func message(_ text: String = "<at>Reva</at> status", changes: [String: JSON] = [:]) throws -> Activity {
        var fields: [String: JSON] = [
            "type": "message", "id": "1700000000001", "timestamp": "2026-03-15T08:00:00.000Z", "channelId": "msteams",
            "serviceUrl": .string(address.serviceURL), "locale": "de-DE",
            "from": ["id": "29:u1", "name": "Ada", "aadObjectId": "11111111-2222-3333-4444-555555555555"],
            "recipient": ["id": "28:app", "name": "Reva"],
            "conversation": [
                "id": "a:1x", "conversationType": "personal", "tenantId": .string(standIn.tenantID),
            ],
            "channelData": ["tenant": ["id": .string(standIn.tenantID)]], "text": .string(text),
            "textFormat": "plain",
            "entities": [
                ["type": "mention", "mentioned": ["id": "28:app", "name": "Reva"], "text": "<at>Reva</at>"]
            ],
        ]
        fields.merge(changes, uniquingKeysWith: { _, new in new })
        return try Activity(.object(fields))
    }

    func reference(conversation: String = "a:1x", kind: Conversation.Kind = .personal) -> ConversationReference {
        ConversationReference(
            activityID: "1700000000001", user: Account(id: "29:u1", name: "Ada"),
            bot: Account(id: "28:app", name: "Reva"),
            conversation: Conversation(id: conversation, kind: kind, tenantID: standIn.tenantID),
            channelID: "msteams", serviceURL: address.serviceURL, locale: "de-DE")
    }

    /// What a right token says.
    func claims(_ changes: [String: (any Sendable)?] = [:]) -> [String: any Sendable] {
        let now = Int(time.source.now().timeIntervalSince1970)
        var claims: [String: any Sendable] = [
            "serviceurl": address.serviceURL, "iss": standIn.issuer, "aud": standIn.appID, "nbf": now - 60,
            "exp": now + 3600,
        ]
        for (name, value) in changes { claims[name] = value }
        return claims
    }
}

extension Result where Failure == any Error {
    static func awaiting(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
