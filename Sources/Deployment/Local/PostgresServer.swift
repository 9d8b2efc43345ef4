#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Logging
import Subprocess
import SystemPackage

/// A private PostgreSQL server in a folder of ours: nobody else can reach it, and it ends when we do.
///
/// The folder holds `data` (PostgreSQL's), `socket` (only its owner may enter), `postgres.log` and `reva.lock`.
/// The server listens on the socket alone and trusts whoever can open it, so the folder's mode is the password.
///
/// It ends with us even if we are killed: a small watcher beside it holds the reading end of a pipe that we never
/// write to; when our end is gone it asks the server for a fast shutdown. What escapes that (the watcher killed too)
/// is found by the next `start()`. A kernel lock tells such leftovers from a server another live process of ours runs.
package actor PostgresServer {
    package nonisolated let installation: PostgresInstallation
    /// Absolute.
    package nonisolated let folder: FilePath
    package nonisolated let socketDirectory: FilePath
    /// Only names the socket: there is no TCP port.
    package nonisolated let port: Int
    /// The database's superuser; the socket asks for no password.
    package nonisolated let superuser = "postgres"
    /// Whether the folder is removed once the server ended, also when it ends because we crashed.
    package nonisolated let isThrowAway: Bool
    let settings: PostgresSettings
    let account: ServerAccount?
    let logger: Logger
    var lock: FolderLock?
    var process: ServerProcess?
    var starting: Task<Start, any Error>?
    /// Whether we created the folder.
    var hasOwnFolder = false

    /// Nothing is touched until `initialize()` or `start()`.
    ///
    /// - Parameters:
    ///   - folder: Created when missing, with the folders above it; must be empty or ours.
    ///   - socketDirectory: Where `folder`'s path is too long for a socket; created when missing, mode 0700.
    ///   - user: Who runs it when we are root; by default the first of `reva`, `postgres`, `nobody` that exists.
    ///   - isThrowAway: Removes `folder` in the end, and does not wait for the disk when creating it.
    package init(
        _ installation: PostgresInstallation, folder: FilePath, socketDirectory: FilePath? = nil, port: Int = 5432,
        user: String? = nil, settings: PostgresSettings = .sizedToThisMachine, isThrowAway: Bool = false,
        logger: Logger = Logger(label: "reva.postgres")
    ) throws(PostgresServerError) {
        guard folder.isAbsolute, socketDirectory?.isAbsolute != false else {
            throw PostgresServerError(
                .folderUnusable, "the folder of a server must be an absolute path, not \(folder)",
                hints: ["name it from the root, such as /var/lib/reva"])
        }
        self.installation = installation
        self.folder = folder.lexicallyNormalized()
        self.socketDirectory = (socketDirectory ?? folder.appending("socket")).lexicallyNormalized()
        self.port = port
        self.settings = settings
        self.isThrowAway = isThrowAway
        self.logger = logger
        account = try ServerAccount.resolve(named: user)
        try Self.checkSocketPath(in: self.socketDirectory, port: port)
    }

    package nonisolated var dataFolder: FilePath { folder.appending("data") }
    package nonisolated var logFile: FilePath { folder.appending("postgres.log") }

    /// What libpq and PostgreSQL's programs need to connect.
    package nonisolated func environment(database: String = "postgres") -> [String: String] {
        [
            "PGHOST": socketDirectory.string, "PGPORT": "\(port)", "PGUSER": superuser, "PGDATABASE": database,
        ]
    }

    /// A URL libpq understands, e.g. `postgresql://postgres@/reva?host=%2Ftmp%2Fr%2Fsocket&port=5432`.
    package nonisolated func url(database: String = "postgres") -> String {
        let name = Self.percentEncoded(database)
        return "postgresql://\(superuser)@/\(name)?host=\(Self.percentEncoded(socketDirectory.string))&port=\(port)"
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        .joined()
    }

    /// The kernel's address of a socket holds 108 bytes with the closing zero.
    static let longestSocketPath = 107

    private static func checkSocketPath(in folder: FilePath, port: Int) throws(PostgresServerError) {
        let path = folder.appending(".s.PGSQL.\(port)").string
        // PostgreSQL makes a lock file beside it first, but only the socket's own path meets the limit.
        guard path.utf8.count > longestSocketPath else { return }
        throw PostgresServerError(
            .socketPathTooLong,
            "the socket's path \(path) has \(path.utf8.count) bytes, and the system allows \(longestSocketPath)",
            hints: ["choose a folder with a shorter path", "name a short folder for the socket, such as /run/reva"])
    }

    /// Runs the server for as long as `body` does.
    package func whileRunning<Value: Sendable>(
        _ body: @Sendable (PostgresServer) async throws -> Value
    ) async throws -> Value {
        try await start()
        do {
            let value = try await body(self)
            await stop()
            return value
        } catch {
            await stop()
            throw error
        }
    }
}
