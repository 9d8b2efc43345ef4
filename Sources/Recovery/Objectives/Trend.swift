import Foundation

/// The straight line through what was measured, by least squares.
struct Trend {
    private let slope: Double
    private let origin: Date
    private let level: Double

    /// - Returns: nil for fewer than three measurements, or less than two days of them: that is no trend.
    init?(_ points: [(date: Date, value: Double)]) {
        let dates = points.map(\.date)
        guard points.count >= 3, let first = dates.min(), let last = dates.max(),
            last.timeIntervalSince(first) >= 2 * 86400
        else { return nil }
        let times = points.map { $0.date.timeIntervalSince(first) }
        let count = Double(points.count)
        let (meanTime, mean) = (times.reduce(0, +) / count, points.reduce(0) { $0 + $1.value } / count)
        let spread = times.reduce(0) { $0 + ($1 - meanTime) * ($1 - meanTime) }
        let together = zip(times, points).reduce(0) { $0 + ($1.0 - meanTime) * ($1.1.value - mean) }
        slope = together / spread
        origin = first
        level = mean - slope * meanTime
    }

    func value(at date: Date) -> Double { level + slope * date.timeIntervalSince(origin) }

    /// By how much it grows in a day.
    var perDay: Double { slope * 86400 }
}
