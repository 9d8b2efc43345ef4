import Foundation
import SystemPackage

/// Tells people outside of Reva how it is, over ways that do not need Reva to run.
///
/// Nothing here throws: an alarm that cannot be sent must not fail the backup that it is about. What could not be done is
/// returned, for the caller to tell, and is tried again at the next report.
package struct Alarms: Sendable {
    /// What became of one message to one receiver.
    package struct Delivery: Encodable, Sendable, Equatable {
        package var receiver: String
        /// Nil when it was accepted.
        package var failure: String?

        package init(receiver: String, failure: String? = nil) {
            self.receiver = receiver
            self.failure = failure
        }
    }

    /// What this Reva is called in messages.
    package let installation: String
    package let receivers: [any AlarmReceiver]
    package let heartbeat: Heartbeat?
    /// Seconds after which a trouble that stays is told again.
    let repetition: TimeInterval
    private let book: FilePath

    /// The book's name in the folder that all runs share, which is the one of the backups.
    package static let bookName = ".reva.alarms"

    /// - Parameter book: file that keeps what was told.
    package init(
        installation: String, receivers: [any AlarmReceiver], heartbeat: Heartbeat?, repetition: TimeInterval,
        book: FilePath
    ) {
        self.installation = installation
        self.receivers = receivers
        self.heartbeat = heartbeat
        self.repetition = repetition
        self.book = book
    }

    /// Takes what is wrong now in the eyes of one source, and tells each receiver what it does not know yet.
    /// - Parameter source: who looked, such as "status" or "backup"; an empty report of it ends what it reported before.
    /// - Returns: what became of the messages; none where there was nothing to tell.
    @discardableResult
    package func report(_ troubles: [Trouble], of source: String, at now: Date = Date()) async -> [Delivery] {
        guard !receivers.isEmpty else { return [] }
        let file: AlarmBookFile?
        var deliveries: [Delivery] = []
        do {
            file = try await AlarmBookFile(book)
        } catch {
            // Without a book everything is news: rather told again than not at all.
            file = nil
            deliveries.append(Delivery(receiver: "book", failure: "\(error)"))
        }
        defer { file?.release() }
        var pages = file?.read() ?? AlarmBook()
        pages.report(troubles, of: source, at: now)
        for receiver in receivers {
            guard let news = pages.news(for: receiver.name, every: repetition, at: now) else { continue }
            let delivery = await send(Notice(news, of: installation, at: now), to: receiver)
            if delivery.failure == nil {
                pages.note(news, toldTo: receiver.name, every: repetition, at: now)
            }
            deliveries.append(delivery)
        }
        pages.settle(for: receivers.map(\.name), every: repetition, at: now)
        do {
            try file?.write(pages)
        } catch {
            deliveries.append(Delivery(receiver: "book", failure: "\(error)"))
        }
        return deliveries
    }

    /// Tells every receiver these words, at once and as often as it is called.
    package func announce(_ text: String) async -> [Delivery] {
        await tell(.announcement, title: "Reva on \(installation)", text)
    }

    /// Lets every receiver show that messages arrive.
    package func test() async -> [Delivery] {
        await tell(
            .test, title: "Reva on \(installation): a test", "Nothing is the matter. Alarms of this Reva arrive here.")
    }

    /// Lets the heartbeat's address know that all went as it should.
    /// - Returns: nil where there is none.
    package func beat() async -> Delivery? {
        guard let heartbeat else { return nil }
        return await Self.delivery(to: "heartbeat") { try await heartbeat.beat() }
    }

    private func tell(_ kind: Notice.Kind, title: String, _ text: String) async -> [Delivery] {
        let notice = Notice(kind, of: installation, title: title, lines: [.init(text: text)], at: Date())
        var deliveries: [Delivery] = []
        for receiver in receivers { deliveries.append(await send(notice, to: receiver)) }
        return deliveries
    }

    private func send(_ notice: Notice, to receiver: any AlarmReceiver) async -> Delivery {
        await Self.delivery(to: receiver.name) { try await receiver.send(notice) }
    }

    private static func delivery(to receiver: String, _ body: () async throws -> Void) async -> Delivery {
        do {
            try await body()
            return Delivery(receiver: receiver)
        } catch {
            return Delivery(receiver: receiver, failure: "\(error)")
        }
    }
}
