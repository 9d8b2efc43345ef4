/// One request at a time in each conversation, in the order of asking, and none above the rate limits.
///
/// Parallel requests in a conversation are answered with 412, and their order would be anybody's guess.
actor ConversationLanes {
    private struct Lane {
        var isBusy = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var sending = RateWindows(RateWindows.sending)
        var reading = RateWindows(RateWindows.reading)
    }

    enum Kind { case sending, reading }

    private let time: TimeSource
    /// Longer waits for a limit fail instead.
    private let longestWait: Duration
    private var lanes: [String: Lane] = [:]
    private var tenants: [String: RateWindows] = [:]

    init(time: TimeSource, longestWait: Duration) {
        self.time = time
        self.longestWait = longestWait
    }

    /// Runs `body`, a request with all its tries, when those before it in the conversation have ended.
    func run<Value: Sendable>(
        in conversation: String, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        await enter(conversation)
        defer { leave(conversation) }
        try Task.checkCancellation()
        return try await body()
    }

    private func enter(_ conversation: String) async {
        if lanes[conversation, default: Lane()].isBusy {
            await withCheckedContinuation { lanes[conversation, default: Lane()].waiting.append($0) }
        } else {
            lanes[conversation, default: Lane()].isBusy = true
        }
    }

    private func leave(_ conversation: String) {
        guard var lane = lanes[conversation] else { return }
        if lane.waiting.isEmpty {
            lane.isBusy = false
            lanes[conversation] = lane
            if lanes.count > 1024 { forgetIdle() }
        } else {
            let next = lane.waiting.removeFirst()
            lanes[conversation] = lane
            next.resume()
        }
    }

    /// Returns when one more try is within the limits, and counts it.
    /// - Throws: `ConnectorError` with reason throttled when that would be too late.
    func waitForLimits(in conversation: String, tenant: String, _ kind: Kind) async throws {
        while true {
            let now = time.uptime()
            let lane = lanes[conversation, default: Lane()]
            let window = kind == .sending ? lane.sending : lane.reading
            let delay = max(
                window.delay(at: now), tenants[tenant, default: RateWindows(RateWindows.tenant)].delay(at: now))
            guard delay <= longestWait else {
                let seconds = delay.components.seconds
                throw ConnectorError(
                    .throttled, "too much was sent to a conversation: the next is allowed in \(seconds) s")
            }
            guard delay > .zero else { break }
            try await time.sleep(delay)
        }
        let now = time.uptime()
        switch kind {
        case .sending: lanes[conversation, default: Lane()].sending.record(at: now)
        case .reading: lanes[conversation, default: Lane()].reading.record(at: now)
        }
        tenants[tenant, default: RateWindows(RateWindows.tenant)].record(at: now)
    }

    private func forgetIdle() {
        let now = time.uptime()
        lanes = lanes.filter { _, lane in
            lane.isBusy || !lane.sending.isIdle(at: now) || !lane.reading.isIdle(at: now)
        }
        tenants = tenants.filter { !$0.value.isIdle(at: now) }
    }
}
