import Foundation
import Records
import Synchronization

/// Counts and measures. Cheap enough for every request; nothing of what people write goes in.
package final class Metrics: Sendable {
    /// One row of numbers: a metric, and of what.
    struct Series: Hashable, Sendable {
        let metric: Metric
        let labels: [Label]
    }

    struct Label: Hashable, Sendable {
        let name: String
        let value: String
    }

    private struct State {
        var values: [Series: Double] = [:]
        var timings: [Series: Timing] = [:]
    }

    /// More series than these are not kept: labels are ours, but tools have the names that others give them.
    private static let limit = 500

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    /// What dashboards ask for is there from the beginning.
    package init() {
        count(.stepLimit, by: 0)
        for result in ["success", "error"] { count(.requests, ["result": result], by: 0) }
        for result in Deliveries.End.allCases { count(.deliveries, ["result": result.rawValue], by: 0) }
        set(.activeSessions, to: 0)
    }

    /// Adds to a counter.
    package func count(_ metric: Metric, _ labels: KeyValuePairs<String, String> = [:], by amount: Double = 1) {
        let series = Self.series(metric, labels)
        state.withLock { state in
            guard state.values[series] != nil || state.values.count < Self.limit else { return }
            state.values[series, default: 0] += amount
        }
    }

    /// Sets a gauge.
    package func set(_ metric: Metric, to value: Double) {
        state.withLock { $0.values[Self.series(metric, [:])] = value }
    }

    /// Adds a time to those measured.
    package func measure(_ metric: Metric, _ duration: Duration, _ labels: KeyValuePairs<String, String> = [:]) {
        let series = Self.series(metric, labels)
        state.withLock { state in
            guard state.timings[series] != nil || state.timings.count < Self.limit else { return }
            state.timings[series, default: Timing()].add(duration / .seconds(1))
        }
    }

    /// Everything as it is now, sorted; each timing as its quantiles and count.
    var samples: [Sample] {
        self.set(.uptime, to: (ContinuousClock.now - start) / .seconds(1))
        let (values, timings) = state.withLock { ($0.values, $0.timings) }
        var samples = values.map { Sample(metric: $0.metric, name: $0.metric.rawValue, labels: $0.labels, value: $1) }
        for (series, timing) in timings {
            let base = series.metric.rawValue.replacing("_seconds", with: "")
            for (quantile, value) in [("p50", timing.quantile(0.5)), ("p95", timing.quantile(0.95))] {
                samples.append(
                    Sample(
                        metric: series.metric, name: "\(base)_\(quantile)_seconds", labels: series.labels, value: value)
                )
            }
            samples.append(
                Sample(metric: series.metric, name: "\(base)_count", labels: series.labels, value: timing.count))
        }
        return samples.sorted { ($0.name, $0.labelText) < ($1.name, $1.labelText) }
    }

    private static func series(_ metric: Metric, _ labels: KeyValuePairs<String, String>) -> Series {
        Series(metric: metric, labels: labels.map { Label(name: $0.key, value: $0.value) })
    }

    /// A number at a moment.
    struct Sample: Sendable {
        let metric: Metric
        let name: String
        let labels: [Label]
        let value: Double

        var labelText: String {
            guard !labels.isEmpty else { return "" }
            let pairs = labels.map { label in
                "\(label.name)=\"\(Self.escaped(label.value))\""
            }
            return "{\(pairs.joined(separator: ","))}"
        }

        private static func escaped(_ text: String) -> String {
            text
                .replacingOccurrences(of: "\\", with: "\\\\", options: .literal)
                .replacingOccurrences(of: "\"", with: "\\\"", options: .literal)
                .replacingOccurrences(of: "\n", with: "\\n", options: .literal)
        }
    }
}

/// The newest times of a kind, for quantiles over what happened lately.
private struct Timing {
    private static let window = 512
    private var newest: [Double] = []
    private var next = 0
    private(set) var count = 0.0

    mutating func add(_ seconds: Double) {
        count += 1
        if newest.count < Self.window {
            newest.append(seconds)
        } else {
            newest[next] = seconds
            next = (next + 1) % Self.window
        }
    }

    /// By the nearest rank.
    func quantile(_ part: Double) -> Double {
        guard !newest.isEmpty else { return 0 }
        let sorted = newest.sorted()
        return sorted[min(sorted.count - 1, Int((part * Double(sorted.count)).rounded(.up)) - 1)]
    }
}
