import Foundation
import SystemPackage

/// Attempts at a planned backup that came to nothing: they are made again, but not every quarter of an hour for ever.
package struct Attempts: Codable, Equatable, Sendable {
    package private(set) var failures = 0
    package private(set) var last: Date?

    package init() {}

    /// The first wait after a failure, in seconds; each further one doubles it.
    static let wait: TimeInterval = 15 * 60

    /// False while it is too early for another attempt.
    ///
    /// An attempt in the future was made before the clock was set back: it says nothing.
    package func allow(at now: Date, schedule: BackupSchedule) -> Bool {
        guard let last, last <= now, failures > 0 else { return true }
        let wait = min(Self.wait * pow(2, Double(failures - 1)), schedule.interval / 2)
        return now.timeIntervalSince(last) >= wait
    }

    /// Counts one before it is made, so that one which is killed counts as well.
    package mutating func begin(at now: Date) {
        failures += 1
        last = now
    }

    static func path(in folder: FilePath) -> FilePath { folder.appending(".reva.attempts") }

    /// None where nobody wrote them down.
    package static func read(in folder: FilePath) -> Attempts {
        guard let data = FileManager.default.contents(atPath: path(in: folder).string) else { return Attempts() }
        return (try? JSONDecoder().decode(Attempts.self, from: data)) ?? Attempts()
    }

    package func write(in folder: FilePath) throws {
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try JSONEncoder().encode(self).write(to: URL(filePath: Self.path(in: folder).string), options: .atomic)
    }

    /// After a success there is nothing to remember.
    package static func clear(in folder: FilePath) {
        try? FileManager.default.removeItem(atPath: path(in: folder).string)
    }
}
