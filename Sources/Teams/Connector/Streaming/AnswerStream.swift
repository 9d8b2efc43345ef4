import JSONValues

/// An answer that people see while it is written.
///
/// Teams streams in personal chats only, and by its own rules: one piece at a time, each with the whole text so far, no
/// faster than one a second, and for no longer than two minutes. Elsewhere, and where Teams refuses, people see that
/// something is being written, and then the answer as usual. Whoever uses this need not care:
///
///     let stream = AnswerStream(to: reference, by: connector)
///     try await stream.show("Looking up the release …")
///     for try await piece in pieces { try await stream.append(piece) }
///     try await stream.finish()
///
/// One call at a time, in order. When the person presses Stop, the next call throws `ConnectorError` with reason `.stream(.cancelledByUser)`, and so
/// does every later one; what has been begun for the answer should end then.
package actor AnswerStream {
    /// Between two pieces.
    static let interval = Duration.milliseconds(1500)
    /// After it no more pieces are sent, so that the last message is in time.
    static let longest = Duration.seconds(110)

    private enum State {
        /// Nothing has been sent.
        case fresh
        case open(id: String, sequence: Int)
        /// Teams takes no more of this stream; the answer is to replace what is there.
        case closed(id: String)
        /// Without a stream.
        case plain
        case cancelled(ConnectorError)
    }

    private let connector: Connector
    private let reference: ConversationReference
    private let time: TimeSource
    private var state: State
    private var text = ""
    /// The part of the text that people have seen.
    private var shown = ""
    private var began: Duration?
    private var lastSent: Duration?
    private var isSending = false

    package init(to reference: ConversationReference, by connector: Connector) {
        self.connector = connector
        self.reference = reference
        time = connector.time
        state = reference.conversation.kind == .personal ? .fresh : .plain
    }

    /// Shows what is being done, until the text begins.
    package func show(_ status: String) async throws {
        try checkCancellation()
        guard shown.isEmpty else { return }
        try await sendPiece(type: "informative", text: status)
    }

    /// Adds to the text. People see it soon, together with what comes meanwhile.
    package func append(_ piece: String) async throws {
        try checkCancellation()
        text += piece
        guard !text.isEmpty else { return }
        try await sendPiece(
            type: "streaming", text: Markdown.pieces(of: text, limit: Message.textLimit, shown: shown.utf8.count)[0])
    }

    /// Ends the answer.
    /// - Parameter message: what else belongs to it; its text, where it has one, takes the place of the one written so far.
    /// - Returns: the id of the message, of the last where it took several; nil where Teams gives none.
    @discardableResult
    package func finish(_ message: Message = Message()) async throws -> String? {
        try checkCancellation()
        var message = message
        message.text = message.text ?? (text.isEmpty ? nil : text)
        let isContinued = message.text?.hasPrefix(shown) ?? shown.isEmpty
        var pieces = message.pieces(shown: isContinued ? shown.utf8.count : 0)
        var isFirst = true
        var id: String?
        while !pieces.isEmpty {
            let piece = pieces.removeFirst()
            do {
                id =
                    isFirst
                    ? try await finishStream(piece, isContinued: isContinued)
                    : try await connector.send(piece, to: reference)
                isFirst = false
            } catch let error as ConnectorError where error.reason == .tooLarge {
                // Nothing of it arrived. How much Teams takes depends on what is in it, and is less than it says.
                guard let smaller = piece.smaller() else { throw error }
                pieces = smaller + pieces
            }
        }
        return id
    }

    private func checkCancellation() throws {
        try Task.checkCancellation()
        if case .cancelled(let error) = state { throw error }
    }
}

// MARK: Sending

extension AnswerStream {
    /// Sends a piece unless it is too early for it, too late, or another is under way. A piece that is lost is made up
    /// for by the next.
    private func sendPiece(type: String, text: String) async throws {
        let now = time.uptime()
        guard !isSending, lastSent.map({ now - $0 >= Self.interval }) ?? true else { return }
        isSending = true
        defer { isSending = false }
        lastSent = now
        do {
            switch state {
            case .fresh: try await open(type: type, text: text)
            case .open(let id, let sequence):
                guard now - (began ?? now) < Self.longest else { return }
                guard type == "informative" || text != shown else { return }
                state = .open(id: id, sequence: sequence + 1)
                try await post(type: type, id: id, sequence: sequence + 1, text: text)
                if type == "streaming" { shown = text }
            case .plain: try await connector.sendTyping(to: reference)
            case .closed, .cancelled: return
            }
        } catch let error as ConnectorError {
            try take(error)
        }
    }

    private func open(type: String, text: String) async throws {
        let now = time.uptime()
        let id = try await post(type: type, id: nil, sequence: 1, text: text)
        began = now
        // Without an id nothing can be added to it.
        state = id.map { .open(id: $0, sequence: 1) } ?? .plain
        if type == "streaming" { shown = text }
    }

    @discardableResult
    private func post(type: String, id: String?, sequence: Int, text: String) async throws -> String? {
        var activity = Activity(outgoing: "typing", to: reference)
        activity.fields["text"] = .string(text)
        activity.fields["entities"] = [
            .fields([
                "type": "streaminfo", "streamType": .string(type), "streamSequence": .integer(sequence),
                "streamId": id.map(JSON.string),
            ])
        ]
        return try await connector.post(activity, to: reference, action: "streaming an answer", tries: 1)
    }

    /// What becomes of the stream after an error.
    /// - Throws: the error, where the answer should not go on.
    private func take(_ error: ConnectorError) throws {
        switch (error.reason, state) {
        case (.stream(.cancelledByUser), _):
            state = .cancelled(error)
            throw error
        case (.conversationClosed, _), (.botDisabled, _), (.unauthorized, _):
            throw error
        case (.stream(.notAllowed), _):
            state = .plain
        case (_, .fresh):
            // Whether a stream was begun is not known, or it never will be.
            if error.remedy != .tryLater { state = .plain }
        case (.stream, .open(let id, _)), (.tooLarge, .open(let id, _)), (.notFound, .open(let id, _)):
            state = .closed(id: id)
        default:
            // Refused for now, or lost: the next piece holds this one too.
            break
        }
    }

    private func finishStream(_ message: Message, isContinued: Bool) async throws -> String? {
        guard case .open(let id, _) = state, isContinued, message.text != nil else {
            return try await replace(by: message)
        }
        var activity = message.activity(to: reference)
        let info: JSON = ["type": "streaminfo", "streamType": "final", "streamId": .string(id)]
        activity.fields["entities"] = .array((activity["entities"]?.array ?? []) + [info])
        state = .closed(id: id)
        do {
            return try await connector.post(activity, to: reference, action: "ending a streamed answer") ?? id
        } catch let error as ConnectorError {
            switch error.reason {
            case .stream(.cancelledByUser):
                state = .cancelled(error)
                throw error
            case .stream(.notAllowed): state = .plain
            // Twice the same is once when it replaces, so this is safe also where the first may have arrived.
            case .stream, .unknownDelivery, .rejected: break
            default: throw error
            }
            return try await replace(by: message)
        }
    }

    /// Without a stream, or in the place of what it has shown.
    private func replace(by message: Message) async throws -> String? {
        switch state {
        case .open(let id, _), .closed(let id):
            do {
                try await connector.update(id, with: message, in: reference)
                return id
            } catch let error as ConnectorError where error.reason == .notFound {
                return try await connector.send(message, to: reference)
            }
        case .fresh, .plain, .cancelled: return try await connector.reply(message, to: reference)
        }
    }
}
