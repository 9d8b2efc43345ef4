/// An address that expects to be asked again and again, and raises an alarm of its own when that stops: it tells of a
/// machine that is gone, which nothing on that machine can.
package struct Heartbeat: Sendable {
    private let exchange: Exchange

    package init(url: String, patience: Duration = .seconds(10)) {
        exchange = Exchange(receiver: "the heartbeat's address", url: url, patience: patience)
    }

    /// - Throws: `AlarmError`.
    package func beat() async throws { try await exchange.get() }
}
