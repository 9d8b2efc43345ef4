import JSONValues

/// Where an activity happened.
package struct Conversation: Equatable, Hashable, Sendable {
    package enum Kind: String, Sendable {
        case personal
        case groupChat
        case channel
    }

    /// In a channel with the thread: `19:…@thread.tacv2;messageid=…`.
    package var id: String
    /// Nil where the channel does not say, as the emulator does not.
    package var kind: Kind?
    package var tenantID: String?
    package var name: String?

    package init(id: String, kind: Kind? = nil, tenantID: String? = nil, name: String? = nil) {
        self.id = id
        self.kind = kind
        self.tenantID = tenantID
        self.name = name
    }

    /// Nil without an id.
    init?(_ json: JSON?) {
        guard let json, let id = json["id"]?.string, !id.isEmpty else { return nil }
        self.init(
            id: id, kind: json["conversationType"]?.string.flatMap(Kind.init(rawValue:)),
            tenantID: json["tenantId"]?.string, name: json["name"]?.string)
    }

    var json: JSON {
        .fields([
            "id": .string(id), "conversationType": kind.map { .string($0.rawValue) },
            "tenantId": tenantID.map(JSON.string), "name": name.map(JSON.string),
        ])
    }
}
