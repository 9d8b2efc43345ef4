import Foundation
import Records

/// Records what arrives before it is acknowledged. What arrives while a statement is under way goes into the next one
/// together, so that the more arrives, the less each costs.
actor Intake {
    /// Of one statement.
    private static let batch = 100

    private let inbox: Inbox
    private let worker: UUID
    private let lease: Double
    private let limit: Int
    private var waiting: [(arrival: Inbox.Arrival, continuation: CheckedContinuation<Inbox.Receipt, any Error>)] = []
    private var isWriting = false

    /// - Parameters:
    ///   - lease: in seconds.
    ///   - limit: of a conversation's messages that wait.
    init(inbox: Inbox, worker: UUID, lease: Double, limit: Int) {
        self.inbox = inbox
        self.worker = worker
        self.lease = lease
        self.limit = limit
    }

    /// Returns when it is recorded for good.
    /// - Throws: what the database says; whether it was recorded is then unknown.
    func record(_ arrival: Inbox.Arrival) async throws -> Inbox.Receipt {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((arrival, continuation))
            guard !isWriting else { return }
            isWriting = true
            Task { await write() }
        }
    }

    private func write() async {
        while !waiting.isEmpty {
            let batch = waiting.prefix(Self.batch)
            waiting.removeFirst(batch.count)
            do {
                let receipts = try await inbox.record(
                    batch.map(\.arrival), worker: worker, lease: lease, limit: limit)
                for (entry, receipt) in zip(batch, receipts) { entry.continuation.resume(returning: receipt) }
            } catch {
                for entry in batch { entry.continuation.resume(throwing: error) }
            }
        }
        isWriting = false
    }
}
