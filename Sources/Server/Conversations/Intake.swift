import Foundation
import Records

/// Records what arrives before it is acknowledged, in as few statements as may be.
struct Intake {
    private let batches: Batches<Inbox.Arrival, Result<Inbox.Receipt, any Error>>

    /// - Parameters:
    ///   - lease: in seconds.
    ///   - limit: of a conversation's messages that wait.
    init(inbox: Inbox, worker: UUID, lease: Double, limit: Int) {
        batches = Batches(limit: 100) { arrivals in
            try await inbox.record(arrivals, worker: worker, lease: lease, limit: limit)
        }
    }

    /// Returns when it is recorded for good.
    /// - Throws: what the database says; whether it was recorded is then unknown.
    func record(_ arrival: Inbox.Arrival) async throws -> Inbox.Receipt {
        try await batches.answer(to: arrival).get()
    }
}
