import JSONValues
import LanguageModel

/// What Reva itself can do for the person it speaks with. None takes a person as its argument: there is only this one.
enum OwnTool: String, Sendable, CaseIterable {
    case remember, forget, subscribe, unsubscribe, subscriptions
    case backups = "backup_status"
    case findTools = "find_tools"

    var name: String { "reva__\(rawValue)" }

    init?(name: String) {
        guard name.hasPrefix("reva__") else { return nil }
        self.init(rawValue: String(name.dropFirst("reva__".count)))
    }

    var wire: Tool {
        Tool(name: name, description: description, parameters: parameters)
    }

    private var description: String {
        switch self {
        case .remember: "Remembers something for this person, in the very words they wrote, when they ask for it."
        case .forget: "Forgets one memory of this person, by its number, when they ask for it."
        case .subscribe: "Tells this person from now on when a release or project changes, when they ask for it."
        case .unsubscribe: "Ends that."
        case .subscriptions: "Lists what this person is told about."
        case .backups: "Says when the newest proven backup of Reva's own database was taken."
        case .findTools: "Finds tools that are not offered here, by words for what they should do."
        }
    }

    private var parameters: JSON {
        switch self {
        case .remember: Self.object("text", "string")
        case .forget: Self.object("number", "integer")
        case .subscribe, .unsubscribe: Self.object("subject", "string")
        case .findTools: Self.object("words", "string")
        case .subscriptions, .backups: ["type": "object", "properties": [:]]
        }
    }

    private static func object(_ name: String, _ type: String) -> JSON {
        [
            "type": "object", "properties": .object([name: ["type": .string(type)]]),
            "required": .array([.string(name)]),
        ]
    }
}
