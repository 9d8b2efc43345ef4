import Foundation
import Glibc
import SystemPackage

/// What a run is doing, written down before it is done.
package struct Journal: Codable, Sendable, CustomStringConvertible {
    package var command: String
    package var process: Int32
    package var host: String
    package var since: Date
    package var step: String
    /// The database it works on: `Deployment.identity`.
    package var target: String
    /// The backup that is being restored or proven.
    package var backup: String?
    /// The database that is being filled, as long as it is nobody's.
    package var scratch: String?
    /// The application was stopped by this run and not started again.
    package var applicationStopped = false
    /// The restored database is live, and indexes of the backup are still to be built in it.
    package var indexesPending = false

    /// Further databases that a drill fills and drops; nil when there are none.
    package var others: [String]?
    /// The server that a drill restores to; nil when there is none of its own.
    package var server: String?
    /// The second application that a drill has started; nil when there is none.
    package var rehearsal: String?

    /// The live database was dropped for a restore in place, and this backup was to take its place.
    package var missing: String?

    /// Runs before this one that did not end well, and what they left is not dealt with yet.
    package var earlier: [Journal] = []

    package init(command: String, target: String, since: Date) {
        self.command = command
        self.target = target
        self.since = since
        process = getpid()
        host = ProcessInfo.processInfo.hostName
        step = "begin"
    }

    /// Tells it from every other run, also from one of the same process in the same second.
    private var number = UInt32.random(in: 0 ... .max)

    /// What the run's sessions on the server are called that make a database or move one: the server finishes what such a
    /// session began, also when the run that asked for it is dead.
    var sessionName: String { "reva run \(process) \(Int(since.timeIntervalSince1970)) \(number)" }

    /// True when a run may end here and nothing of it is left to be dealt with.
    var isClean: Bool {
        scratch == nil && others == nil && server == nil && rehearsal == nil && !applicationStopped && !indexesPending
            && missing == nil && earlier.isEmpty
    }

    init?(from file: FileDescriptor) {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(fromAbsoluteOffset: 0, into: $0) }),
            count > 0
        else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let journal = try? decoder.decode(Journal.self, from: Data(bytes[..<count])) else { return nil }
        self = journal
    }

    package var description: String {
        let time = since.formatted(.iso8601)
        return "reva \(command), process \(process) on \(host), since \(time), at the step \"\(step)\""
    }
}
