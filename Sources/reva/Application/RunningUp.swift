import Foundation
import SystemPackage

/// What a `reva up` leaves in its home while it runs, so that the other commands find it.
struct RunningUp: Codable, Sendable {
    var process: Int32
    var since: Date
    var version: String
    /// Of the server, such as http://127.0.0.1:3978.
    var address: String
    var database: String
    var binaries: String
    /// The connection, as libpq's variables. It goes over a socket in a folder of its user; there is no password.
    var environment: [String: String]
    var controlSocket: String
    /// Addresses of the MCP servers that it uses, by name; nil when an older reva wrote this.
    var toolServers: [String: String]?

    private static func path(in home: FilePath) -> String { home.appending("up.json").string }

    /// Nil when nothing runs there: a record whose process is gone is of a crash.
    static func read(in home: FilePath) -> RunningUp? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let data = FileManager.default.contents(atPath: path(in: home)),
            let running = try? decoder.decode(RunningUp.self, from: data),
            kill(running.process, 0) == 0 || errno == EPERM
        else { return nil }
        return running
    }

    func write(in home: FilePath) throws {
        try Data(Console.json(self).utf8).write(to: URL(filePath: Self.path(in: home)), options: .atomic)
    }

    static func remove(in home: FilePath) {
        try? FileManager.default.removeItem(atPath: path(in: home))
    }
}
