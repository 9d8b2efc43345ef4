import Foundation

/// What a receiver has to be told: never empty, and one message however much it is.
package struct News: Equatable, Sendable {
    package struct Item: Equatable, Sendable {
        package enum State: String, Encodable, Sendable {
            case began
            /// It was told before, and still is so.
            case stands
            case ended
        }

        /// See `AlarmBook.standing`.
        var key: String
        package var text: String
        package var since: Date
        package var state: State
    }

    package var items: [Item]

    /// True when there is nothing left that is wrong.
    var isGood: Bool { items.allSatisfy { $0.state == .ended } }
}
