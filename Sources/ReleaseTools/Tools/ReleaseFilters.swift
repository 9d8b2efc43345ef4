import Foundation

/// What a search asks for. States go out in both forms that versions of Release know: a list, and a boolean for each.
struct ReleaseFilters: Encodable, Sendable {
    static let statuses = ["PLANNED", "IN_PROGRESS", "PAUSED", "FAILING", "FAILED", "COMPLETED", "ABORTED"]

    var title: String?
    var tags: [String]?
    var statuses: [String]
    var onlyMine: Bool?
    var onlyFlagged: Bool?
    var onlyArchived: Bool?
    var parentId: String?
    var from: Date?
    var to: Date?
    var orderBy: String?
    var orderDirection: String?

    private enum CodingKeys: String, CodingKey {
        case title, tags, statuses, onlyMine, onlyFlagged, onlyArchived, parentId, from, to, orderBy, orderDirection
        case planned, inProgress, paused, failing, failed, completed, aborted
    }

    private static let booleans: [(CodingKeys, String)] = [
        (.planned, "PLANNED"), (.inProgress, "IN_PROGRESS"), (.paused, "PAUSED"), (.failing, "FAILING"),
        (.failed, "FAILED"), (.completed, "COMPLETED"), (.aborted, "ABORTED"),
    ]

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(title, forKey: .title)
        try container.encodeIfPresent(tags, forKey: .tags)
        try container.encode(statuses, forKey: .statuses)
        for (key, status) in Self.booleans { try container.encode(statuses.contains(status), forKey: key) }
        try container.encodeIfPresent(onlyMine, forKey: .onlyMine)
        try container.encodeIfPresent(onlyFlagged, forKey: .onlyFlagged)
        try container.encodeIfPresent(onlyArchived, forKey: .onlyArchived)
        try container.encodeIfPresent(parentId, forKey: .parentId)
        try container.encodeIfPresent(from, forKey: .from)
        try container.encodeIfPresent(to, forKey: .to)
        try container.encodeIfPresent(orderBy, forKey: .orderBy)
        try container.encodeIfPresent(orderDirection, forKey: .orderDirection)
    }
}
