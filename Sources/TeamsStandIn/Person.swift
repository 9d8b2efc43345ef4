import AsyncHTTPClient
import Foundation
import NIOCore

/// Somebody who uses the bot in Teams: what they do arrives at the bot as Teams would post it, signed.
package struct Person: Sendable {
    package let id: String
    package let objectID: String
    package let name: String
    package let locale: String

    /// - Parameter number: tells people apart; the same number is the same person.
    package init(_ number: Int, name: String, locale: String = "en-US") {
        id = "29:person-\(number)"
        objectID = "00000000-0000-4000-8000-" + String(format: "%012d", number)
        self.name = name
        self.locale = locale
    }

    /// Their personal chat with the bot.
    package var chat: String { "a:chat-of-\(id)" }

    /// What the bot answered to a request.
    package struct Answer: Sendable {
        package let status: Int
        package let body: Data
    }

    /// Types something in the personal chat.
    package func say(_ text: String, to bot: BotAddress) async throws -> Answer {
        try await post(["type": "message", "text": text, "textFormat": "plain"], to: bot)
    }

    /// Types something in a channel; the bot is mentioned.
    package func say(_ text: String, in channel: String, to bot: BotAddress) async throws -> Answer {
        let mention: [String: any Sendable] = [
            "type": "mention", "text": "<at>Reva</at>", "mentioned": ["id": bot.id, "name": "Reva"],
        ]
        let fields: [String: any Sendable] = [
            "type": "message", "text": "<at>Reva</at> \(text)", "textFormat": "plain", "entities": [mention],
        ]
        return try await post(fields, conversation: channel, kind: "channel", to: bot)
    }

    /// Presses a button of a card; the answer is in the body.
    /// - Parameter activity: of the card's message.
    package func press(
        verb: String, data: [String: any Sendable], on activity: String, to bot: BotAddress
    ) async throws -> Answer {
        let action: [String: any Sendable] = ["type": "Action.Execute", "verb": verb, "data": data]
        let value: [String: any Sendable] = ["action": action, "trigger": "manual"]
        return try await post(
            ["type": "invoke", "name": "adaptiveCard/action", "replyToId": activity, "value": value], to: bot)
    }

    /// Installs the app: the bot is a member of the personal chat from now on.
    package func install(_ bot: BotAddress) async throws -> Answer {
        try await post(["type": "conversationUpdate", "membersAdded": [["id": bot.id]]], to: bot)
    }

    /// Posts an activity; what it does not say is what a message in the personal chat would.
    package func post(
        _ fields: [String: any Sendable], conversation: String? = nil, kind: String = "personal", to bot: BotAddress
    ) async throws -> Answer {
        let cloud = bot.cloud
        var activity: [String: any Sendable] = [
            "id": await cloud.newID(), "timestamp": Date().ISO8601Format(.init(includingFractionalSeconds: true)),
            "channelId": "msteams", "serviceUrl": bot.standIn.serviceURL, "locale": locale,
            "from": ["id": id, "name": name, "aadObjectId": objectID], "recipient": ["id": bot.id, "name": "Reva"],
            "conversation": ["id": conversation ?? chat, "conversationType": kind, "tenantId": cloud.tenantID],
            "channelData": ["tenant": ["id": cloud.tenantID]],
        ]
        activity.merge(fields, uniquingKeysWith: { _, new in new })

        var request = HTTPClientRequest(url: bot.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        request.headers.add(
            name: "Authorization", value: "Bearer \(try await cloud.inboundToken(serviceURL: bot.standIn.serviceURL))")
        request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: activity)))
        // As long as Teams waits.
        let response = try await bot.client.execute(request, timeout: .seconds(15))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Answer(status: Int(response.status.code), body: Data(body.readableBytesView))
    }
}

/// A bot, as the stand-in of the cloud reaches it.
package struct BotAddress: Sendable {
    /// Where it takes activities, such as `http://127.0.0.1:3978/api/messages`.
    package let url: String
    package let cloud: StandInCloud
    package let standIn: StandInCloud.Address
    package let client: HTTPClient

    package init(url: String, cloud: StandInCloud, standIn: StandInCloud.Address, client: HTTPClient = .shared) {
        self.url = url
        self.cloud = cloud
        self.standIn = standIn
        self.client = client
    }

    /// The bot's id in conversations.
    package var id: String { "28:\(cloud.appID)" }
}
