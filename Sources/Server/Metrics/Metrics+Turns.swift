import Assistant

extension Metrics {
    /// What the assistant did.
    package func observe(_ event: TurnEvent) {
        switch event {
        case .turn: break  // measured from the arrival of a message, which is what people wait for
        case .modelStep(let duration): measure(.stepDuration, duration)
        case .toolCall(let server, _, let duration, let succeeded):
            measure(.toolDuration, duration, ["server": server])
            count(.toolCalls, ["server": server, "result": succeeded ? "success" : "error"])
        case .stepLimit: count(.stepLimit)
        }
    }
}
