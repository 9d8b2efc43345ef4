import Foundation

/// How long coming back would take with today's data: from what proofs measured, in proportion to the database's size.
package struct RecoveryForecast: Sendable, Encodable, Equatable {
    /// Until the restored data is live: the median of what was measured.
    package var seconds: Double
    /// The same by the slowest of twenty: what the objective is compared with.
    package var slowSeconds: Double
    /// Until the vector indexes stand as well, which are built while the application serves already.
    package var completeSeconds: Double
    /// On how many proofs this stands.
    package var proofs: Int
    /// In how many days the objective will be reached, if the data grows as it did; nil when it will not be within a year,
    /// or nobody can tell.
    package var reachesObjectiveInDays: Int?

    /// So many of the newest proofs count: machines and settings change.
    private static let memory = 20

    /// - Parameters:
    ///   - proofs: the newest first.
    ///   - bytes: of the database today; nil takes the one of the newest proof.
    /// - Returns: nil when nothing was measured.
    init?(_ proofs: [Proof], bytes: Int?, objective: TimeInterval, at now: Date) {
        struct Measured {
            let date: Date
            let bytes: Double
            let live: Double
            let complete: Double
        }
        let measured = proofs.filter { $0.state == .proven }.prefix(Self.memory).compactMap { proof -> Measured? in
            guard let live = proof.liveSeconds, let bytes = proof.databaseBytes, bytes > 0 else { return nil }
            return Measured(
                date: proof.provenAt, bytes: Double(bytes), live: live, complete: live + proof.vectorIndexSeconds)
        }
        guard let newest = measured.first else { return nil }
        let today = bytes.map(Double.init) ?? newest.bytes
        // What takes as long for little data as for much distorts the pace of a small database.
        let near = measured.filter { $0.bytes > today / 2 && $0.bytes < today * 2 }
        let used = near.isEmpty ? measured : near
        let paces = used.map { $0.live / $0.bytes }.sorted()
        seconds = paces[paces.count / 2] * today
        slowSeconds = paces[min(paces.count - 1, Int((Double(paces.count) * 0.95).rounded(.up)) - 1)] * today
        completeSeconds = used.map { $0.complete / $0.bytes }.sorted()[paces.count / 2] * today
        self.proofs = used.count
        if let trend = Trend(measured.map { ($0.date, $0.bytes) }), trend.perDay > 0, slowSeconds < objective {
            let days = (objective / slowSeconds - 1) * today / trend.perDay
            reachesObjectiveInDays = days < 365 ? Int(days) : nil
        }
    }
}

extension Proof {
    /// How long it took until the data would have been live; nil for a proof that did not measure it.
    var liveSeconds: Double? {
        seconds["load the rows"].map { rows in
            rows + (seconds["build keys and indexes"] ?? 0) + (seconds["gather statistics"] ?? 0)
        }
    }

    /// How long building the vector indexes took.
    var vectorIndexSeconds: Double { seconds["build the vector indexes"] ?? 0 }
}
