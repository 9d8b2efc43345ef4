import Foundation

/// A variable of a release or a template.
struct Variable: Decodable, Sendable {
    let id: String?
    let type: String?
    let key: String?
    let value: Lenient<VariableValue>?
    let requiresValue: Bool?
    let label: String?
    let description: String?

    var isPassword: Bool { type?.localizedCaseInsensitiveContains("password") ?? false }
}

/// What a variable holds, as text.
struct VariableValue: Decodable, Sendable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self.text = text
        } else if let flag = try? container.decode(Bool.self) {
            text = "\(flag)"
        } else if let number = try? container.decode(Int.self) {
            text = "\(number)"
        } else if let number = try? container.decode(Double.self) {
            text = "\(number)"
        } else if let list = try? container.decode([String].self) {
            text = list.joined(separator: ", ")
        } else {
            let pairs = try container.decode([String: String].self)
            text = pairs.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ", ")
        }
    }
}

struct Folder: Decodable, Sendable {
    let id: String
    let title: String?
    let children: Lenient<[Lenient<Folder>]>?

    var allChildren: [Folder] { (children?.value ?? []).compactMap(\.value) }
}

struct Team: Decodable, Sendable {
    struct Member: Decodable, Sendable {
        let name: String?
        let fullName: String?
    }

    let teamName: String?
    let members: [Member]?
    let permissions: [String]?
}

struct User: Decodable, Sendable {
    let username: String?
    let fullName: String?
    let email: String?
}

struct ActivityEntry: Decodable, Sendable {
    let activityDate: Date?
    let username: String?
    let eventType: String?
    let message: String?
}

struct Risk: Decodable, Sendable {
    struct Assessment: Decodable, Sendable {
        let headline: String?
        let score: Int?
        let messages: [String]?
    }

    let score: Int?
    let totalScore: Int?
    let riskAssessments: [Assessment]?
}

struct Counts: Decodable, Sendable {
    struct Bucket: Decodable, Sendable {
        let total: Int?
        let byStatus: [String: Int]?
    }

    let live: Bucket?
    let archived: Bucket?
}
