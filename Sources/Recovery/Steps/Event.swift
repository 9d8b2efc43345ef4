/// What a procedure tells while it runs.
package enum Event: Sendable {
    /// A named step began.
    case began(step: String)
    /// How far the current step is. `total` is nil when nobody knows; `unit` is "B" for bytes.
    case progress(done: Int, total: Int?, unit: String)
    /// A named step ended well, after that many seconds.
    case ended(step: String, seconds: Double)
    /// Something a person should know, though nothing is wrong.
    case note(String)
    /// Something that is not as it should be, though the procedure goes on.
    case warning(String)
}

/// Where events go. Called from any thread, in order within a step.
package typealias EventSink = @Sendable (Event) -> Void

extension Event {
    /// Runs a named step and tells of its begin and its end; a step that throws has none.
    package static func step<Value>(
        _ name: String, tell: EventSink, _ body: () async throws -> Value
    ) async throws -> (value: Value, seconds: Double) {
        tell(.began(step: name))
        let clock = ContinuousClock()
        let start = clock.now
        let value = try await body()
        let seconds = (clock.now - start).inSeconds
        tell(.ended(step: name, seconds: seconds))
        return (value, seconds)
    }
}
