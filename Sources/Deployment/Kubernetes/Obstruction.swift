/// Tells an obstacle that stays from one that passes, such as a mount that is a moment late, or a node that is full until
/// another pod has ended.
struct Obstruction {
    private static let patience: Duration = .seconds(15)

    private var since: ContinuousClock.Instant?

    /// Told what stands in the way at each look, nil being nothing.
    /// - Returns: the obstacle, when one has been there at every look for a while.
    mutating func lasting(_ obstacle: String?) -> String? {
        let now = ContinuousClock.now
        guard let obstacle else {
            since = nil
            return nil
        }
        let began = since ?? now
        since = began
        return now - began > Self.patience ? obstacle : nil
    }
}
