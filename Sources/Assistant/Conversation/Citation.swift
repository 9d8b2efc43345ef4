import Foundation

/// Where something was read, and when.
package struct Citation: Sendable, Hashable {
    /// From 1: `[1]` in the text.
    package let number: Int
    package let title: String
    /// A page for people; nil where the tool names none.
    package let link: String?
    /// Such as `release: get_release`.
    package let source: String
    package let read: Date
}
