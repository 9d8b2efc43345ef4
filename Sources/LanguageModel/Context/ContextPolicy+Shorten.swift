extension ContextPolicy {
    /// The entries with each long result of a tool cut in its middle: what a list begins and ends with says most.
    func shorten(_ entries: [ContextEntry]) -> ([ContextEntry], [ContextSelection.Omission]) {
        let limit = estimate.bytes(tokens: toolResultTokens)
        var result = entries
        var omissions: [ContextSelection.Omission] = []
        for (place, entry) in entries.enumerated() {
            guard case .tool(let text, let call) = entry.message, text.utf8.count > limit else { continue }
            let short = Self.cutInTheMiddle(text, to: limit)
            guard short.utf8.count < text.utf8.count else { continue }
            result[place].message = .tool(short, of: call)
            omissions.append(.shortened(at: place, fromBytes: text.utf8.count, toBytes: short.utf8.count))
        }
        return (result, omissions)
    }

    /// At most `limit` bytes, except that the words that say so are always there. Cuts between characters.
    static func cutInTheMiddle(_ text: String, to limit: Int) -> String {
        let mark = "\n[… \(text.utf8.count) bytes in all, the middle is left out …]\n"
        let room = max(0, limit - mark.utf8.count)
        return text.prefix(bytes: room - room / 3) + mark + text.suffix(bytes: room / 3)
    }
}

extension String {
    /// The longest beginning that has at most so many bytes of UTF-8.
    fileprivate func prefix(bytes: Int) -> Substring {
        guard var end = utf8.index(startIndex, offsetBy: bytes, limitedBy: endIndex) else { return self[...] }
        while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return self[..<end]
    }

    fileprivate func suffix(bytes: Int) -> Substring {
        guard var start = utf8.index(endIndex, offsetBy: -bytes, limitedBy: startIndex) else { return self[...] }
        while start.samePosition(in: self) == nil { start = utf8.index(after: start) }
        return self[start...]
    }
}
