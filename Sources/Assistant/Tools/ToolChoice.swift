import LanguageModel

/// Which tools the model is offered: all, or where their definitions take too much room the fitting ones, with a tool to
/// find others by.
struct ToolChoice: Sendable {
    private let shelf: ToolShelf
    private let budget: Int
    private let cost: @Sendable ([Tool]) -> Int
    private var words: Set<String>
    private(set) var offered: [Tool] = []

    /// - Parameters:
    ///   - budget: tokens that definitions may take.
    ///   - cost: how many tokens they take.
    init(from shelf: ToolShelf, for text: String, budget: Int, cost: @escaping @Sendable ([Tool]) -> Int) {
        self.shelf = shelf
        self.budget = budget
        self.cost = cost
        words = Self.words(of: text)
        choose()
    }

    /// Offers what fits these words first.
    /// - Returns: the names of those that were not offered before.
    mutating func find(_ text: String) -> [String] {
        let before = Set(offered.map(\.name))
        words = Self.words(of: text)
        choose()
        return offered.map(\.name).filter { !before.contains($0) }
    }

    private mutating func choose() {
        let own = OwnTool.allCases.filter { $0 != .findTools }.map(\.wire)
        let all = shelf.tools.map(\.wire)
        if cost(own + all) <= budget {
            offered = own + all
            return
        }
        offered = own + [OwnTool.findTools.wire]
        var left = budget - cost(offered)
        for index in ranked {
            let price = cost([all[index]])
            guard price <= left else { continue }
            left -= price
            offered.append(all[index])
        }
    }

    /// Places on the shelf: who shares most words first, reading before changing, else as the servers have it.
    private var ranked: [Int] {
        let scores = shelf.tools.map { tool in
            let said = "\(tool.name) \(tool.definition.title ?? "") \(tool.definition.description ?? "")"
            return Self.words(of: said).intersection(words).count * 2 + (tool.effect == .read ? 1 : 0)
        }
        return scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    }

    private static func words(of text: String) -> Set<String> {
        Set(
            text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter {
                $0.count > 2 || $0.contains(where: \.isNumber)
            })
    }
}
