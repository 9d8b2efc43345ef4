import Foundation
import JSONValues

/// What Teams posts and what is posted to Teams: one event of a conversation (Bot Framework activity schema).
///
/// All fields are kept as they came, known or not. Those that are read here have the right type once the initializer has
/// returned.
package struct Activity: Equatable, Sendable {
    /// What happened; types that nobody here knows are `nil` as a kind and still have their `type`.
    package enum Kind: String, Sendable {
        case message, conversationUpdate, messageReaction, messageUpdate, messageDelete, installationUpdate, invoke
        case event, typing, endOfConversation
    }

    /// What is accepted as an activity.
    package struct Limits: Sendable {
        /// In bytes. Teams itself stays below 100 KB, but mirrors messages as HTML and adds what cards send back.
        package var size = 512 << 10
        /// Of nested arrays and objects.
        package var depth = 64
        /// Of an id, in bytes; they end up in addresses, keys and logs.
        package var identifier = 1024

        package init() {}
    }

    package internal(set) var fields: [String: JSON]

    /// Reads the body of a request.
    package init(_ body: [UInt8], limits: Limits = Limits()) throws(ActivityError) {
        let json: JSON
        do {
            json = try JSON(
                parsing: body, limits: JSON.Limits(size: limits.size, depth: limits.depth), ambiguity: .refused)
        } catch {
            throw error.reason == .tooLarge(limit: limits.size)
                ? ActivityError(.tooLarge, "an activity is larger than \(limits.size) bytes")
                : ActivityError(.malformed, "the body is no activity: \(error)")
        }
        try self.init(json, limits: limits)
    }

    /// - Throws: `ActivityError` when a field is missing or has the wrong type.
    package init(_ json: JSON, limits: Limits = Limits()) throws(ActivityError) {
        guard let fields = json.object else { throw ActivityError(.malformed, "the body is no JSON object") }
        try Self.check(fields, limits: limits)
        self.fields = fields
    }

    init(trusted fields: [String: JSON]) { self.fields = fields }

    package var json: JSON { .object(fields) }

    /// A field; nil also where it is null.
    subscript(name: String) -> JSON? { fields[name]?.unlessNull }
}

// MARK: Fields

extension Activity {
    /// Never empty.
    package var type: String { self["type"]?.string ?? "" }
    package var kind: Kind? { Kind(rawValue: type) }
    /// Unique within its conversation only.
    package var id: String? { self["id"]?.string }
    /// The base of the addresses for answers. Nothing is proven by it: see `InboundAuthentication`.
    package var serviceURL: String? { self["serviceUrl"]?.string }
    /// `msteams`, or the name of another channel.
    package var channelID: String? { self["channelId"]?.string }
    package var from: Account? { Account(self["from"]) }
    package var recipient: Account? { Account(self["recipient"]) }
    package var conversation: Conversation? { Conversation(self["conversation"]) }
    package var replyToID: String? { self["replyToId"]?.string }
    /// As it was typed, with mentions; see `spokenText`.
    package var text: String? { self["text"]?.string }
    /// Such as `de-DE`.
    package var locale: String? { self["locale"]?.string }
    package var attachments: [JSON] { self["attachments"]?.array ?? [] }
    package var entities: [JSON] { self["entities"]?.array ?? [] }
    package var channelData: JSON? { self["channelData"] }
    /// What a card or an invoke carries. It can be forged by any member of the conversation.
    package var value: JSON? { self["value"] }
    /// The name of an invoke or event.
    package var name: String? { self["name"]?.string }
    /// `add`, `remove`, `upgrade` … on an installationUpdate.
    package var action: String? { self["action"]?.string }
    package var membersAdded: [Account] { (self["membersAdded"]?.array ?? []).compactMap { Account($0) } }
    package var membersRemoved: [Account] { (self["membersRemoved"]?.array ?? []).compactMap { Account($0) } }

    package var timestamp: Date? {
        guard let text = self["timestamp"]?.string else { return nil }
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? fractional.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    }

    /// Each place where an activity may name its tenant. Whoever trusts one of them must look at all.
    package var tenantIDs: Set<String> {
        Set([self["conversation"]?["tenantId"], channelData?["tenant"]?["id"]].compactMap { $0?.string })
    }

    /// The team's channel; nil outside of a team.
    package var channelOfTeam: String? { channelData?["channel"]?["id"]?.string }

    /// True when this very activity came before: unique for a delivery, the same for each repetition of it.
    ///
    /// Nil for an activity without conversation or id, which cannot be told from its repetition.
    package var deduplicationKey: String? {
        guard let conversation, let id else { return nil }
        return "\(conversation.id)\u{1F}\(id)"
    }
}

// MARK: Checking

extension Activity {
    private static let strings = [
        "id", "serviceUrl", "channelId", "replyToId", "text", "textFormat", "locale", "name", "action", "timestamp",
    ]
    private static let objects = ["from", "recipient", "conversation", "channelData"]
    private static let arrays = ["attachments", "entities", "membersAdded", "membersRemoved"]
    private static let identifiers = ["id", "serviceUrl", "channelId", "replyToId", "name", "locale", "action"]

    private static func check(_ fields: [String: JSON], limits: Limits) throws(ActivityError) {
        func require(_ isRight: Bool, _ name: String, _ what: String) throws(ActivityError) {
            guard isRight else { throw ActivityError(.field(name), "the activity's \(name) \(what)") }
        }
        let fields = fields.filter { !$0.value.isNull }
        try require(fields["type"]?.string?.isEmpty == false, "type", "is missing")
        for name in strings { try require(fields[name] == nil || fields[name]?.string != nil, name, "is no string") }
        for name in objects { try require(fields[name] == nil || fields[name]?.object != nil, name, "is no object") }
        for name in arrays { try require(fields[name] == nil || fields[name]?.array != nil, name, "is no array") }
        for name in identifiers + ["type"] {
            try require((fields[name]?.string?.utf8.count ?? 0) <= limits.identifier, name, "is too long")
        }
        for name in ["from", "recipient", "conversation"] {
            for field in ["id", "aadObjectId", "tenantId"] {
                guard let value = fields[name]?[field]?.unlessNull else { continue }
                try require(value.string != nil, "\(name).\(field)", "is no string")
                try require((value.string?.utf8.count ?? 0) <= limits.identifier, "\(name).\(field)", "is too long")
            }
        }
        if let tenant = fields["channelData"]?["tenant"]?.unlessNull {
            try require(tenant.object != nil, "channelData.tenant", "is no object")
            let id = tenant["id"]?.unlessNull
            try require(id == nil || id?.string != nil, "channelData.tenant.id", "is no string")
        }
    }
}
