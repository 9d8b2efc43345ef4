import Foundation
import Logging
import Records
import ServiceLifecycle

/// Deals with what was recorded: the messages of a conversation one after the other, conversations side by side, so many
/// at a time and each in its turn.
///
/// What this process does not finish, because it is killed or stopped, is in the inbox: this or another process takes it
/// up when the conversation's lane is free.
package actor ConversationQueue: Service {
    package struct Options: Sendable {
        /// Conversations that are answered at the same time.
        package var width = 16
        /// How long a conversation stays with a process that does not say that it lives, in seconds.
        package var lease = 30.0
        /// Messages of a conversation that may wait.
        package var waiting = 50
        /// Between two looks for messages that nobody announces.
        package var pause = Duration.seconds(1)
        /// For what is under way when the process is asked to end.
        package var grace = Duration.seconds(3)

        package init() {}
    }

    /// What became of a message.
    package enum Outcome: Sendable {
        /// It is dealt with; the word is for whoever looks into the table.
        case finished(String)
        /// It is to be tried again, not before so many seconds.
        case postponed(seconds: Double)
    }

    /// Deals with one message. Cancelled when the process ends or has lost the conversation.
    package typealias Handler = @Sendable (Inbox.Message) async -> Outcome

    private let inbox: Inbox
    private let intake: Intake
    private let endings: Batches<Inbox.Ending, Inbox.Message?>
    private let options: Options
    private let handler: Handler
    private let logger: Logger
    private let worker = UUID()
    private var lanes: [String: Lane] = [:]
    /// Conversations whose turn it is when another ends, the longest waiting first.
    private var ready: [String] = []
    private var unrecorded = UnrecordedMessages()
    /// The last message that was taken out of the inbox, by conversation. One that was just recorded may have been taken
    /// before whoever recorded it says so here: it must not be dealt with twice.
    private var lastTaken: [String: Int64] = [:]
    private var running = 0
    private var isEnding = false

    package init(
        inbox: Inbox, options: Options = Options(), logger: Logger, handler: @escaping Handler
    ) {
        self.inbox = inbox
        self.options = options
        self.logger = logger
        self.handler = handler
        intake = Intake(inbox: inbox, worker: worker, lease: options.lease, limit: options.waiting)
        endings = Batches(limit: 100) { [worker] in try await inbox.finish($0, worker: worker) }
    }

    /// Conversations being answered, and waiting for it.
    package var load: (running: Int, waiting: Int) { (running, ready.count) }

    /// Records a message and sees to it; then it may be acknowledged. Where the database is away, it is kept in memory.
    package func accept(_ arrival: Inbox.Arrival) async -> Inbox.Receipt {
        let receipt: Inbox.Receipt
        do {
            receipt = try await intake.record(arrival)
        } catch {
            logger.warning("a message could not be recorded", metadata: ["error": "\(error)"])
            guard unrecorded.keep(arrival) else { return unrecorded.knows(arrival) ? .duplicate : .full }
            attend(to: arrival.conversation, nil)
            return .recorded(id: 0, isMine: true, isOnly: false)
        }
        guard case .recorded(let id, true, let isOnly) = receipt else { return receipt }
        let message = Inbox.Message(
            id: id, conversation: arrival.conversation, activity: arrival.activity, body: arrival.body, attempts: 0,
            received: Date())
        attend(to: arrival.conversation, isOnly ? message : nil)
        return receipt
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.watch() }
        await end()
    }
}

// MARK: Lanes

extension ConversationQueue {
    private struct Lane {
        /// The next message, where it is known.
        var message: Inbox.Message?
        var task: Task<Void, Never>?
        /// Its message was taken, so that losing the lane shows at the next renewal.
        var isHeld = false
        /// Something arrived that the lane's last look may have missed.
        var hasNews = false
    }

    /// Sees to a conversation with something in its inbox.
    /// - Parameter message: the oldest; nil where it has to be looked up.
    private func attend(to conversation: String, _ message: Inbox.Message?) {
        guard !isEnding else { return }
        if let message, message.id <= lastTaken[conversation, default: 0] { return }
        guard lanes[conversation] == nil else {
            lanes[conversation]?.hasNews = true
            return
        }
        // What has to wait long need not be in memory: it is in the inbox.
        let isSmall = message.map { $0.body.utf8.count < 16 << 10 } ?? false
        lanes[conversation] = Lane(message: running < options.width || isSmall ? message : nil)
        ready.append(conversation)
        startNext()
    }

    private func startNext() {
        while running < options.width, !ready.isEmpty, !isEnding {
            let conversation = ready.removeFirst()
            running += 1
            let message = lanes[conversation]?.message
            lanes[conversation]?.message = nil
            lanes[conversation]?.hasNews = false
            lanes[conversation]?.task = Task { await deal(with: conversation, message) }
        }
    }

    /// One message of a conversation; then it is another conversation's turn.
    private func deal(with conversation: String, _ known: Inbox.Message?) async {
        var next: Inbox.Message?
        do {
            if let message = try await found(known, in: conversation) {
                lanes[conversation]?.isHeld = true
                let outcome = unrecorded.knows(message) ? .finished("answered before") : await handler(message)
                try Task.checkCancellation()
                switch outcome {
                case _ where message.id == 0: break
                case .finished(let word):
                    next = try await endings.answer(to: Inbox.Ending(message, outcome: word))
                    remember(next)
                case .postponed(let seconds): try await inbox.postpone(conversation, seconds: seconds, worker: worker)
                }
            }
        } catch {
            // It stays in the inbox, and is taken up when the lane is free.
            logger.debug("a message was not finished", metadata: ["error": "\(error)"])
        }
        running -= 1
        if next != nil || lanes[conversation]?.hasNews == true || unrecorded.hasMore(in: conversation) {
            lanes[conversation] = Lane(message: next)
            ready.append(conversation)
        } else {
            lanes[conversation] = nil
        }
        startNext()
    }

    private func found(_ known: Inbox.Message?, in conversation: String) async throws -> Inbox.Message? {
        if let known = known ?? unrecorded.next(in: conversation) { return known }
        let taken = try await inbox.take(from: conversation, worker: worker, lease: options.lease)
        remember(taken)
        return taken
    }

    private func remember(_ taken: Inbox.Message?) {
        guard let taken else { return }
        if lastTaken.count > 10_000 { lastTaken = [:] }
        lastTaken[taken.conversation] = taken.id
    }
}

// MARK: What nobody announces

extension ConversationQueue {
    private func watch() async {
        var renewed = ContinuousClock.now
        var pruned: ContinuousClock.Instant?
        while !Task.isCancelled {
            do {
                if .now - renewed > .seconds(options.lease / 3) {
                    renewed = .now
                    try await renew()
                }
                if pruned.map({ .now - $0 > .seconds(3600) }) ?? true {
                    try await inbox.prune(hours: 24)
                    pruned = .now
                }
                for conversation in try await inbox.waiting(for: worker, limit: 1000)
                where lanes[conversation] == nil {
                    attend(to: conversation, nil)
                }
            } catch {
                logger.debug("the inbox does not answer", metadata: ["error": "\(error)"])
            }
            // What another process left, or took in for this one, nobody announces.
            try? await Task.sleep(for: options.pause)
        }
    }

    /// Keeps the lanes, and ends what goes on in one that was lost: another process deals with it.
    private func renew() async throws {
        let dealing = lanes.filter(\.value.isHeld).keys
        let kept = try await inbox.renew(worker: worker, lease: options.lease)
        for conversation in dealing where !kept.contains(conversation) {
            lanes[conversation]?.task?.cancel()
        }
    }

    /// Lets what is under way end for a moment, ends the rest, and lets go of everything.
    private func end() async {
        isEnding = true
        let tasks = lanes.values.compactMap(\.task)
        let alarm = Task {
            try await Task.sleep(for: options.grace)
            for task in tasks { task.cancel() }
        }
        for task in tasks { await task.value }
        alarm.cancel()
        lanes = [:]
        ready = []
        try? await inbox.release(worker: worker)
    }
}
