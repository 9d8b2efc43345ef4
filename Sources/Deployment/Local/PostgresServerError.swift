/// Why a private PostgreSQL server could not be found, made, started or stopped.
package struct PostgresServerError: Error, Sendable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// No PostgreSQL on this machine fits, or the one named does not.
        case noInstallation
        /// The socket's path would be longer than the kernel allows.
        case socketPathTooLong
        /// Another process of ours holds the folder.
        case folderInUse
        /// The folder holds something that is not a data folder, or one that cannot be reached.
        case folderUnusable
        /// The data folder was written by another major version.
        case otherMajorVersion
        /// There is no account that may run the server.
        case noAccount
        /// initdb failed.
        case initializationFailed
        /// The server ended, or was not ready in time.
        case startFailed
        /// A server left over from a crash could not be ended.
        case leftoverWouldNotStop
    }

    package let reason: Reason
    /// One lowercase sentence without full stop.
    package let summary: String
    /// Things to try, each a full one.
    package let hints: [String]

    package init(_ reason: Reason, _ summary: String, hints: [String] = []) {
        self.reason = reason
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}
