/// How a connection behaves, apart from where it leads.
package struct ConnectionOptions: Sendable, Hashable {
    /// How long connecting may take, all hosts together.
    package var connectLimit: Duration
    /// How long a statement may take before we cancel it, unless its call says otherwise; nil for no limit.
    package var queryLimit: Duration?
    /// The server's own limit for a statement (`statement_timeout`), which holds even when we cannot reach it any
    /// more; nil leaves what the server has.
    package var statementTimeout: Duration?
    /// How long the server has to obey a cancellation before the connection is given up.
    package var grace: Duration
    /// Shown in `pg_stat_activity`.
    package var applicationName: String

    package init(
        connectLimit: Duration = .seconds(10), queryLimit: Duration? = nil, statementTimeout: Duration? = nil,
        grace: Duration = .seconds(5), applicationName: String = "reva"
    ) {
        self.connectLimit = connectLimit
        self.queryLimit = queryLimit
        self.statementTimeout = statementTimeout
        self.grace = grace
        self.applicationName = applicationName
    }

    /// Settings of every session of ours, as decoding relies on them.
    var sessionSettings: [(name: String, value: String)] {
        var settings = [
            ("datestyle", "ISO"), ("intervalstyle", "iso_8601"), ("timezone", "UTC"), ("bytea_output", "hex"),
            ("extra_float_digits", "1"),
        ]
        if let statementTimeout { settings.append(("statement_timeout", "\(statementTimeout.wholeMilliseconds)ms")) }
        return settings
    }
}

extension Duration {
    /// At least 1, as 0 means no limit to many; at most what fits 32 bits.
    var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return Int32(max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
