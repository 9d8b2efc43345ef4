#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import Subprocess
import SystemPackage

/// The user that runs the server's programs when we are root, as PostgreSQL refuses to run as root.
struct ServerAccount: Sendable, Hashable {
    /// Tried in this order when no user is named.
    static let customary = ["reva", "postgres", "nobody"]

    let name: String
    let userID: UInt32
    let groupID: UInt32

    /// The account to switch to; nil when we are not root and run programs as ourselves.
    /// Naming a user when not root is an error unless it is the one we are.
    static func resolve(named name: String?) throws(PostgresServerError) -> ServerAccount? {
        let own = geteuid()
        if let name {
            guard let account = lookUp(name) else {
                throw PostgresServerError(
                    .noAccount, "there is no user \(name) on this machine",
                    hints: ["`useradd --system \(name)` creates it"])
            }
            if own != 0 {
                guard account.userID == own else {
                    throw PostgresServerError(
                        .noAccount, "only root can run PostgreSQL as the user \(name)",
                        hints: ["run it as root or as \(name), or leave the user out"])
                }
                return nil
            }
            guard account.userID != 0 else {
                throw PostgresServerError(
                    .noAccount, "PostgreSQL refuses to run as root",
                    hints: ["name another user, such as postgres"])
            }
            return account
        }
        guard own == 0 else { return nil }
        for name in customary {
            if let account = lookUp(name) { return account }
        }
        throw PostgresServerError(
            .noAccount,
            "PostgreSQL refuses to run as root, and none of the users \(customary.joined(separator: ", ")) exists",
            hints: ["`useradd --system reva` creates one"])
    }

    private static func lookUp(_ name: String) -> ServerAccount? {
        // 16 KiB is more than any entry we know of; the call says ERANGE, which counts as absent, where it is not.
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var text = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &entry, &text, text.count, &found) == 0, found != nil else { return nil }
        return ServerAccount(name: name, userID: entry.pw_uid, groupID: entry.pw_gid)
    }

    /// The program that becomes the account and then the program, in the same process.
    ///
    /// Subprocess could switch users itself, but does so in a forked copy of this process with its threads' locks:
    /// glibc's setgroups and setuid wait there for ever when another thread held the one they need.
    private static let switches = ["/usr/bin/setpriv", "/bin/setpriv"]

    /// A program and its arguments, run as this account with its group alone: root's groups are not handed on.
    func running(
        _ program: String, _ arguments: [String]
    ) throws(PostgresServerError) -> (executable: Executable, arguments: [String]) {
        guard let switchUser = Self.switches.first(where: { access($0, X_OK) == 0 }) else {
            throw PostgresServerError(
                .noAccount, "root needs the program setpriv to run PostgreSQL as the user \(name)",
                hints: ["install the package util-linux", "run reva as another user than root"])
        }
        let options = ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--"]
        return (.path(FilePath(switchUser)), options + [program] + arguments)
    }

    /// The first folder above `path` (or itself) this account may not enter; nil when it can reach it.
    /// Only the mode bits are looked at; access lists are left to the program that fails on them.
    func firstBarrier(on path: FilePath) -> FilePath? {
        var folder = FilePath(root: path.root ?? "/")
        for component in path.components {
            folder.append(component)
            var status = stat()
            guard stat(folder.string, &status) == 0 else { return folder }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            let bits: mode_t =
                status.st_uid == userID ? S_IXUSR : status.st_gid == groupID ? S_IXGRP : S_IXOTH
            if isFolder, status.st_mode & bits == 0 { return folder }
        }
        return nil
    }
}
