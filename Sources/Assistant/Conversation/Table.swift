/// Rows of words.
package struct Table: Sendable, Hashable {
    package var title: String?
    package var columns: [String]
    package var rows: [[String]]
}
