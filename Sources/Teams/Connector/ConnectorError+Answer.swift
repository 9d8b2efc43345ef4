import AsyncHTTPClient

extension ConnectorError {
    /// Nil for an answer that is a success. Decides by the status first: bodies differ from what is documented.
    init?(_ answer: HTTPClient.Answer, to action: String) {
        let error = answer.json?["error"]
        let code = error?["code"]?.string ?? answer.json?["code"]?.string
        let message = error?["message"]?.string ?? answer.json?["message"]?.string ?? ""
        let innerCode = error?["innerHttpError"]?["body"]?["code"]?.string ?? error?["innererror"]?["code"]?.string
        let codes = [code, innerCode].compactMap { $0 }

        let reason: Reason
        switch answer.status {
        case 200..<300: return nil
        case 401: reason = .unauthorized
        case 403: reason = Self.refusal(codes: codes, message: message)
        case 404: reason = .notFound
        case 413: reason = .tooLarge
        case 412, 429: reason = .throttled
        case 502, 503, 504: reason = .unavailable
        case 500...: reason = .unknownDelivery
        default: reason = codes.contains("MessageSizeTooBig") ? .tooLarge : .rejected
        }
        let told = [code ?? "", message].filter { !$0.isEmpty }.joined(separator: ": ")
        self.init(
            reason, "\(action) failed: status \(answer.status)\(told.isEmpty ? "" : ", \(told.loggable(limit: 300))")",
            status: answer.status, code: code)
    }

    private static let closing = ["ConversationBlockedByUser", "BotNotInConversationRoster", "MessageWritesBlocked"]

    private static func refusal(codes: [String], message: String) -> Reason {
        // 209 is the number of MessageWritesBlocked.
        let isClosed = codes.contains("209") || closing.contains { codes.contains($0) || message.contains($0) }
        return if codes.contains("BotDisabledByAdmin") {
            .botDisabled
        } else if codes.contains("ContentStreamNotAllowed") {
            message.lowercased().contains("size too large") ? .tooLarge : .stream(StreamRefusal(message: message))
        } else {
            isClosed ? .conversationClosed : .forbidden
        }
    }
}

extension String {
    /// For logs and errors: what others wrote, without control characters, cut.
    func loggable(limit: Int) -> String {
        let scalars = unicodeScalars.prefix(limit).map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}
