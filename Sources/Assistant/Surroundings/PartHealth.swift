/// Whether one part of Reva works.
package struct PartHealth: Sendable, Hashable {
    package let name: String
    package let works: Bool
    /// What is wrong; nil for nothing.
    package let detail: String?

    package init(name: String, works: Bool, detail: String? = nil) {
        self.name = name
        self.works = works
        self.detail = detail
    }
}
