import JSONValues

/// Somebody in a conversation: a person or a bot.
package struct Account: Equatable, Hashable, Sendable {
    /// `29:…` for a person, `28:<app id>` for a bot; a person's differs from bot to bot.
    package var id: String
    package var name: String?
    /// The person's id in Entra, the only one that stays; nil for bots.
    package var objectID: String?

    package init(id: String, name: String? = nil, objectID: String? = nil) {
        self.id = id
        self.name = name
        self.objectID = objectID
    }

    /// Nil without an id.
    init?(_ json: JSON?) {
        guard let json, let id = json["id"]?.string, !id.isEmpty else { return nil }
        // Lists of members say objectId where activities say aadObjectId.
        self.init(
            id: id, name: json["name"]?.string,
            objectID: json["aadObjectId"]?.string ?? json["objectId"]?.string)
    }

    var json: JSON {
        .fields(["id": .string(id), "name": name.map(JSON.string), "aadObjectId": objectID.map(JSON.string)])
    }
}
