/// A model that a server has.
package struct InstalledModel: Sendable, Hashable {
    /// With its tag where the server has tags.
    package let name: String
    /// Tells one version of a model from another; nil where the server does not say.
    package let digest: String?
    /// Bytes on disk.
    package let size: Int64?
}
