import JSONValues

/// The id of a request: what it was given, `1` is not `"1"`.
package enum RequestID: Sendable, Hashable {
    case integer(Int)
    case string(String)

    init?(_ json: JSON?) {
        switch json {
        case .integer(let value): self = .integer(value)
        case .string(let value): self = .string(value)
        default: return nil
        }
    }

    var json: JSON {
        switch self {
        case .integer(let value): .integer(value)
        case .string(let value): .string(value)
        }
    }
}

/// One message of JSON-RPC 2.0.
enum Message: Sendable, Hashable {
    case request(Request)
    case notification(Notification)
    case response(Response)

    struct Request: Sendable, Hashable {
        var id: RequestID
        var method: String
        /// An object.
        var params: JSON?
    }

    struct Notification: Sendable, Hashable {
        var method: String
        /// An object.
        var params: JSON?
    }

    struct Response: Sendable, Hashable {
        /// Nil in an answer to something that could not be read.
        var id: RequestID?
        var outcome: Result<JSON, ProtocolError>
    }

    /// - Throws: `ProtocolError.invalidRequest` for what is no message.
    init(_ json: JSON) throws(ProtocolError) {
        guard json.object != nil, json["jsonrpc"] == "2.0" else {
            throw .invalidRequest("the message is no JSON-RPC 2.0 object")
        }
        let id = RequestID(json["id"])
        guard let method = json["method"] else {
            self = .response(try Response(json, id: id))
            return
        }
        guard let method = method.string else { throw .invalidRequest("the method is no string") }
        let params = json["params"]
        guard params == nil || params?.object != nil else { throw .invalidRequest("the params are no object") }
        if let id {
            self = .request(Request(id: id, method: method, params: params))
        } else if json["id"] == nil {
            self = .notification(Notification(method: method, params: params))
        } else {
            throw .invalidRequest("the id is neither a string nor a whole number")
        }
    }

    var json: JSON {
        var members: [String: JSON] = ["jsonrpc": "2.0"]
        switch self {
        case .request(let request):
            members["id"] = request.id.json
            members["method"] = .string(request.method)
            members["params"] = request.params
        case .notification(let notification):
            members["method"] = .string(notification.method)
            members["params"] = notification.params
        case .response(let response):
            switch response.outcome {
            case .success(let result): members["result"] = result
            case .failure(let error): members["error"] = error.json
            }
            // JSON-RPC wants null where the id is unknown; MCP wants no id then, and its clients refuse null.
            members["id"] = response.id?.json
        }
        return .object(members)
    }
}

extension Message.Response {
    init(_ json: JSON, id: RequestID?) throws(ProtocolError) {
        self.id = id
        switch (json["result"], json["error"]) {
        case (let result?, nil): outcome = .success(result)
        case (nil, let error?):
            guard let error = ProtocolError(error) else { throw .invalidRequest("the error has no code or message") }
            outcome = .failure(error)
        default: throw .invalidRequest("the message is neither request, notification nor response")
        }
    }
}

extension JSON {
    /// The member `_meta` of params or a result.
    var metadata: JSON? { self["_meta"] }

    /// The same object with a member set, or taken away where the value is nil; what is no object becomes one.
    func setting(_ key: String, to value: JSON?) -> JSON {
        var members = object ?? [:]
        members[key] = value
        return .object(members)
    }

    func settingMetadata(_ key: String, to value: JSON?) -> JSON {
        setting("_meta", to: (metadata ?? [:]).setting(key, to: value))
    }
}
