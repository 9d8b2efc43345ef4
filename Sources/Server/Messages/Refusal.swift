import Hummingbird
import NIOCore
import Teams

/// Why an activity is not taken.
///
/// | status | when |
/// | --- | --- |
/// | 400 | the body is no activity |
/// | 401, 403 | the token does not show that it is from Teams, for this bot; its tenant may not use the bot |
/// | 413, 415 | the body is too large; it is no JSON |
/// | 429 | too much of the conversation waits already |
/// | 503 | Microsoft's keys cannot be loaded for now: Teams sends it again |
///
/// The answer says no more than its status does: whoever has no right to be here learns nothing.
struct Refusal: Error {
    let status: HTTPResponse.Status
    /// One word, for the count.
    let name: String
    /// For the log.
    let reason: String

    init(_ status: HTTPResponse.Status, _ name: String, _ reason: String) {
        self.status = status
        self.name = name
        self.reason = reason
    }

    init(_ error: AuthenticationError) {
        self.init(.init(code: error.status), "unauthorized", error.summary)
    }

    init(_ error: ActivityError) {
        self.init(.init(code: error.status), error.reason == .tooLarge ? "size" : "malformed", error.summary)
    }

    var response: Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if status == .tooManyRequests || status == .serviceUnavailable { headers[.retryAfter] = "5" }
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: "{\"error\":\"\(word)\"}")))
    }

    private var word: String {
        switch status.code {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 429: "Too Many Requests"
        default: "Service Unavailable"
        }
    }
}
