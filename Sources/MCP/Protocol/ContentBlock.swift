import JSONValues

/// A piece of what a tool answers.
package enum ContentBlock: Sendable, Hashable {
    case text(String)
    /// Base64.
    case image(data: String, mimeType: String)
    /// Base64.
    case audio(data: String, mimeType: String)
    case resourceLink(uri: String, name: String)
    /// The member `resource`: uri, and text or blob.
    case resource(JSON)
    /// Of a type that is not known here.
    case other(JSON)

    init(_ json: JSON) {
        switch (json["type"], json["text"], json["data"], json["mimeType"], json["uri"], json["resource"]) {
        case ("text", .string(let text), _, _, _, _): self = .text(text)
        case ("image", _, .string(let data), .string(let type), _, _): self = .image(data: data, mimeType: type)
        case ("audio", _, .string(let data), .string(let type), _, _): self = .audio(data: data, mimeType: type)
        case ("resource_link", _, _, _, .string(let uri), _):
            self = .resourceLink(uri: uri, name: json["name"]?.string ?? uri)
        case ("resource", _, _, _, _, let resource?): self = .resource(resource)
        default: self = .other(json)
        }
    }

    var json: JSON {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .image(let data, let type): ["type": "image", "data": .string(data), "mimeType": .string(type)]
        case .audio(let data, let type): ["type": "audio", "data": .string(data), "mimeType": .string(type)]
        case .resourceLink(let uri, let name): ["type": "resource_link", "uri": .string(uri), "name": .string(name)]
        case .resource(let resource): ["type": "resource", "resource": resource]
        case .other(let json): json
        }
    }

    /// What a model that reads text can be given of it.
    package var text: String {
        switch self {
        case .text(let text): text
        case .image(_, let type): "[an image, \(type)]"
        case .audio(_, let type): "[a sound, \(type)]"
        case .resourceLink(let uri, let name): name == uri ? "[\(uri)]" : "[\(name): \(uri)]"
        case .resource(let resource): resource["text"]?.string ?? "[\(resource["uri"]?.string ?? "a resource")]"
        case .other(let json): "[\(json["type"]?.string ?? "something")]"
        }
    }
}
