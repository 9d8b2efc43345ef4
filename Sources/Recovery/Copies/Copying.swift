/// What was, or would be, copied and removed at a second place.
package struct Copying: Sendable, Encodable {
    package struct Item: Sendable, Encodable {
        package enum Outcome: String, Sendable, Encodable {
            case copied
            /// It was there already, and is the same.
            case there
            case removed
        }

        package var name: String
        package var bytes: Int
        package var outcome: Outcome
        package var reason: String?
    }

    package var target: String
    package var dryRun: Bool
    package var items: [Item] = []
}
