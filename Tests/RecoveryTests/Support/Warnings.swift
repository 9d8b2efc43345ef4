import Synchronization

/// Keeps what somebody was warned of.
final class Warnings: Sendable {
    private let kept = Mutex<[String]>([])

    var add: @Sendable (String) -> Void { { text in self.kept.withLock { $0.append(text) } } }
    var all: [String] { kept.withLock(\.self) }
}
