import Alarms
import Foundation
import SystemPackage

/// Alarms with a book of their own, and a clock that the test sets.
final class Scene: Sendable {
    let folder = FilePath("/tmp/reva-alarms-\(UUID().uuidString.prefix(13))")

    deinit { try? FileManager.default.removeItem(atPath: folder.string) }

    var book: FilePath { folder.appending(Alarms.bookName) }

    /// - Parameter patience: short where a receiver hangs; it bounds the test, and is not measured.
    func alarms(
        teams: String? = nil, webhook: String? = nil, heartbeat: String? = nil, patience: Duration = .seconds(30)
    )
        -> Alarms
    {
        var receivers: [any AlarmReceiver] = []
        if let teams { receivers.append(TeamsWorkflow(url: teams, patience: patience)) }
        if let webhook { receivers.append(SignedWebhook(url: webhook, secret: "secret", patience: patience)) }
        return Alarms(
            installation: "test", receivers: receivers,
            heartbeat: heartbeat.map { Heartbeat(url: $0, patience: patience) },
            repetition: 86400, book: book)
    }
}
