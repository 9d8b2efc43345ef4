/// A line of the page for people.
package struct Fact: Sendable {
    package var name: String
    /// Shows as it is.
    package var value: String
    /// What to do about it; nil where nothing has to be done.
    package var advice: String?

    package init(_ name: String, _ value: String, advice: String? = nil) {
        self.name = name
        self.value = value
        self.advice = advice
    }
}
