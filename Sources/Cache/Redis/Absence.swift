/// How long a Redis that did not answer is left alone: a second at first, doubled with each further failure up to half a
/// minute. So one that is away costs a call now and then, and one that comes back is found by itself.
struct Absence {
    private static let longest = Duration.seconds(30)

    private var pause = Duration.seconds(1)
    private var end: ContinuousClock.Instant?

    func isOver(at now: ContinuousClock.Instant) -> Bool { end.map { now >= $0 } ?? true }

    mutating func begin(at now: ContinuousClock.Instant) {
        end = now + pause
        pause = min(pause * 2, Self.longest)
    }

    mutating func finish() { self = Absence() }
}
