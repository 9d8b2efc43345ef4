/// Something that is wrong or overdue, as `reva status` says it.
package struct Complaint: Sendable, Equatable, Encodable {
    /// In this order they are told.
    package enum Urgency: Int, Comparable, Sendable {
        /// More would be lost now than was promised.
        case overdue
        /// Something does not work now.
        case down
        /// It works, and is not as it should be.
        case degraded
        /// It will not be as it should be.
        case later

        package static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
    }

    /// What it is about; the same as long as the complaint is the same, whatever figures its text has.
    package var topic: String
    package var text: String
    package var urgency: Urgency

    init(_ topic: String, _ text: String, _ urgency: Urgency) {
        self.topic = topic
        self.text = text
        self.urgency = urgency
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension [Complaint] {
    /// The most urgent first, otherwise as they came.
    mutating func put(_ complaint: Complaint) {
        insert(complaint, at: firstIndex { $0.urgency > complaint.urgency } ?? endIndex)
    }
}
