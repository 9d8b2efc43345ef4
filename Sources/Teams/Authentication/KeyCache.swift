/// When keys are used, loaded again, and no longer believed. Decides only; `SigningKeys` acts.
///
/// All times are uptimes: setting the clock neither ages nor renews keys.
struct KeyCache {
    enum Decision: Equatable {
        case use
        /// Use what is there, and load meanwhile.
        case useAndRefresh
        /// Nothing can be said before the keys are loaded.
        case load
        case refuse(AuthenticationError.Reason)
    }

    /// After it keys are loaded again, while the old ones are still used.
    static let refreshAge = Duration.seconds(24 * 3600)
    /// After it keys that could not be loaded again are not used any more.
    static let maximumAge = Duration.seconds(5 * 24 * 3600)
    /// Between two refreshes because of a key nobody knows: anybody can send such tokens.
    static let unknownKeyInterval = Duration.seconds(3600)

    private(set) var keys: [String: SigningKey] = [:]
    private var loaded: Duration?
    private var failures = 0
    private var lastFailure: Duration?
    private var lastRefreshForUnknownKey: Duration?

    func decision(for keyID: String, at now: Duration) -> Decision {
        guard let loaded, now - loaded < Self.maximumAge else {
            return mayLoad(at: now) ? .load : .refuse(.keysUnavailable)
        }
        guard keys[keyID] != nil else {
            if let last = lastRefreshForUnknownKey, now - last < Self.unknownKeyInterval { return .refuse(.unknownKey) }
            return mayLoad(at: now) ? .load : .refuse(.unknownKey)
        }
        return now - loaded >= Self.refreshAge && mayLoad(at: now) ? .useAndRefresh : .use
    }

    /// The keys have been loaded; the old ones are gone.
    /// - Parameter unknownKey: whether that was for a key that was not among them.
    mutating func replace(with keys: [String: SigningKey], at now: Duration, unknownKey: Bool) {
        self.keys = keys
        if unknownKey, loaded != nil { lastRefreshForUnknownKey = now }
        loaded = now
        failures = 0
        lastFailure = nil
    }

    /// The keys could not be loaded; the old ones stay.
    mutating func fail(at now: Duration) {
        failures += 1
        lastFailure = now
    }

    /// After failures: 1 s, 2 s, 4 s … 5 min apart.
    private func mayLoad(at now: Duration) -> Bool {
        guard let lastFailure else { return true }
        return now - lastFailure >= min(.seconds(1 << min(failures - 1, 9)), .seconds(300))
    }
}
