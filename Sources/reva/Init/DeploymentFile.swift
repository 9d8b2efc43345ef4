import SystemPackage

/// One file of a deployment folder, as `reva init` writes it.
struct DeploymentFile: Sendable {
    /// A user and a group, by number.
    struct Owner: Sendable, Equatable, CustomStringConvertible {
        let user: UInt32
        let group: UInt32

        var description: String { "\(user):\(group)" }
    }

    /// From the folder.
    let path: String
    let content: [UInt8]
    /// It has this mode from its first moment on.
    var mode: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    /// Nil leaves it to whoever writes it.
    var owner: Owner?
    /// True for what people fill in, or what cannot be made again: once there, it is never written.
    var isKept = false
}
