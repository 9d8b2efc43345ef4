/// Why a policy for tools cannot be used.
package struct PolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One lowercase sentence that names the place.
    package let summary: String
    package let hints: [String]

    package var description: String { summary }
}
