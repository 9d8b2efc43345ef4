/// A streamed answer as the connector sees it.
struct StreamState {
    var sequence = 1
    var text = ""
    var isComplete = false

    enum Verdict { case taken, outOfOrder, refused(String) }

    /// What becomes of the next piece of it.
    mutating func take(type: String, sequence: Int?, text: String) -> Verdict {
        guard !isComplete else {
            return .refused("Content stream is not allowed on an already completed streamed message")
        }
        switch type {
        case "informative":
            return advance(sequence)
        case "streaming":
            guard text.hasPrefix(self.text) else { return .refused(Self.mustGrow) }
            guard case .taken = advance(sequence) else { return .outOfOrder }
            self.text = text
            return .taken
        case "final":
            guard sequence == nil else { return .refused("The last message of a content stream has no sequence") }
            guard text.hasPrefix(self.text) else { return .refused(Self.mustGrow) }
            isComplete = true
            return .taken
        default:
            return .refused("Content stream is not allowed")
        }
    }

    private static let mustGrow = "Request streamed content should contain the previously streamed content"

    private mutating func advance(_ next: Int?) -> Verdict {
        guard let next, next > sequence else { return .outOfOrder }
        sequence = next
        return .taken
    }
}
