import Foundation

/// What the API answers when it does not refuse.
struct Answer: Sendable {
    var status = 200
    let body: Data

    static let empty = Answer(status: 204, body: Data())

    init(status: Int = 200, body: Data) {
        self.status = status
        self.body = body
    }

    init(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(APIDate.text(date))
        }
        // Values of this module hold nothing that JSON cannot say.
        body = (try? encoder.encode(value)) ?? Data("null".utf8)
    }
}
