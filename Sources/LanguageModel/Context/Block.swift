/// Messages that are sent together or not at all: the system's, or one turn.
struct Block {
    var range: Range<Int>
    var tokens: Int
    var isRequired: Bool
    var isSent: Bool

    /// Consecutive blocks that make up the whole.
    static func split(_ entries: [ContextEntry], estimate: TokenEstimate) -> [Block] {
        let starts = entries.indices.filter { begins(at: $0, of: entries) }
        let newest = starts.last { !entries[$0].message.isSystem }
        return starts.enumerated().map { index, start in
            let range = start..<(index + 1 < starts.count ? starts[index + 1] : entries.count)
            let isRequired = start == newest || entries[range].contains { $0.isPinned || $0.message.isSystem }
            return Block(
                range: range, tokens: entries[range].reduce(0) { $0 + estimate.tokens(in: $1.message) },
                isRequired: isRequired, isSent: isRequired)
        }
    }

    /// Messages of the system stand for themselves at the beginning and between turns. In the middle of a turn they
    /// belong to it, and the whole turn is sent for their sake, or a result might be parted from its call.
    private static func begins(at place: Int, of entries: [ContextEntry]) -> Bool {
        let message = entries[place].message
        if message.isUser || entries[..<place].allSatisfy(\.message.isSystem) { return true }
        guard message.isSystem else { return false }
        let next = entries[place...].first { !$0.message.isSystem }
        return next?.message.isUser ?? true
    }
}
