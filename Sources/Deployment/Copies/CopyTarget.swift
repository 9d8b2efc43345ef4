import SystemPackage

/// A second place for backups. It is mechanism only: what is copied, compared and removed there is `Recovery`'s to decide.
package protocol CopyTarget: Sendable {
    /// What a person would call it; no secret is in it.
    var description: String { get }

    /// The files there with their sizes; empty where nothing was copied yet.
    func files() async throws -> [String: Int]

    /// Brings a file there under a name, whatever lies there under it. What a broken transfer left is gone on with, where
    /// the place allows it.
    func upload(_ file: FilePath, as name: String, progress: @escaping @Sendable (Int) -> Void) async throws

    /// SHA-256 of what lies there, hexadecimal: read back from there.
    func digest(of name: String) async throws -> String

    /// Gives a file its final name, at once.
    func rename(_ name: String, to final: String) async throws

    func remove(_ name: String) async throws
}
