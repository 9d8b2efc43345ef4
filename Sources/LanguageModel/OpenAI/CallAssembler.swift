/// Puts calls together from their pieces.
struct CallAssembler {
    private struct Call {
        var index: Int?
        var id: String?
        var name = ""
        var arguments = ""
    }

    private var calls: [Call] = []

    /// Returns the bytes it grew by.
    mutating func add(_ piece: CompletionChunk.CallPiece) -> Int {
        // Without an index a piece belongs to the last call, unless it begins one: it has a name.
        let place =
            if let index = piece.index {
                calls.lastIndex { $0.index == index }
            } else {
                piece.function?.name == nil ? calls.indices.last : nil
            }
        let target = place ?? calls.count
        if place == nil { calls.append(Call(index: piece.index)) }
        if let id = piece.id, !id.isEmpty { calls[target].id = id }
        calls[target].name += piece.function?.name ?? ""
        calls[target].arguments += piece.function?.arguments ?? ""
        return 1 + (piece.function?.name?.utf8.count ?? 0) + (piece.function?.arguments?.utf8.count ?? 0)
    }

    /// All calls, in the order they began.
    func finished() -> [ToolCall] {
        calls.enumerated().map { number, call in
            ToolCall(id: call.id ?? "call_\(number + 1)", name: call.name, text: call.arguments)
        }
    }
}
