import Foundation
import Subprocess
import SystemPackage

/// A timer of systemd and the service that it starts: the system's for root, else the user's own.
package struct SystemdTimer: Scheduler {
    package let name = "systemd"
    private let folder: FilePath
    private let scope: [String]
    private let program = Program(executable: .name("systemctl"))

    private static let unit = "reva-schedule"

    /// - Parameters:
    ///   - isRoot: whether the units are the system's.
    ///   - userFolder: the user's own settings, such as ~/.config.
    package init(isRoot: Bool, userFolder: FilePath) {
        folder = isRoot ? "/etc/systemd/system" : userFolder.appending("systemd/user")
        scope = isRoot ? [] : ["--user"]
    }

    /// True where systemd has started this machine.
    package static var isThere: Bool { FileManager.default.fileExists(atPath: "/run/systemd/system") }

    private var service: FilePath { folder.appending("\(Self.unit).service") }
    private var timer: FilePath { folder.appending("\(Self.unit).timer") }

    package func install(_ command: [String], log: String) async throws {
        try write(Self.serviceText(command), to: service)
        try write(Self.timerText, to: timer)
        try await ask("daemon-reload")
        try await ask("enable", "--now", "\(Self.unit).timer")
    }

    package func installed() throws -> String? {
        guard FileManager.default.fileExists(atPath: timer.string),
            let text = try? String(contentsOfFile: service.string, encoding: .utf8)
        else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("ExecStart=") }.map { String($0.dropFirst(10)) }
    }

    package func remove() async throws {
        guard FileManager.default.fileExists(atPath: timer.string) else { return }
        try await ask("disable", "--now", "\(Self.unit).timer")
        for file in [timer, service] where FileManager.default.fileExists(atPath: file.string) {
            try FileManager.default.removeItem(atPath: file.string)
        }
        try await ask("daemon-reload")
    }

    /// The service is started anew by each call of the timer; what it prints is in the journal.
    static func serviceText(_ command: [String]) -> String {
        """
        [Unit]
        Description=Planned backups of Reva, their copies, and alarms

        [Service]
        Type=oneshot
        ExecStart=\(command.map(quoted).joined(separator: " "))
        # A scratch database is dropped before it ends.
        TimeoutStopSec=120

        """
    }

    static let timerText = """
        [Unit]
        Description=Asks Reva every quarter of an hour whether a backup is due

        [Timer]
        OnCalendar=*:0/15
        # Also at once after the machine was off.
        Persistent=true
        AccuracySec=1min

        [Install]
        WantedBy=timers.target

        """

    /// As systemd reads words: it expands `%` and `$` itself.
    static func quoted(_ word: String) -> String {
        let text =
            word
            .replacingOccurrences(of: "\\", with: "\\\\", options: .literal)
            .replacingOccurrences(of: "\"", with: "\\\"", options: .literal)
            .replacingOccurrences(of: "%", with: "%%", options: .literal)
            .replacingOccurrences(of: "$", with: "$$", options: .literal)
        let isPlain = !text.isEmpty && !text.contains { $0.isWhitespace || "\"'\\;".contains($0) }
        return isPlain ? text : "\"\(text)\""
    }

    private func write(_ text: String, to path: FilePath) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path.string), options: .atomic)
        } catch {
            throw DeploymentError("\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    private func ask(_ arguments: String...) async throws {
        let (end, _) = try await program.ask(scope + arguments)
        guard end.failure == nil else {
            throw DeploymentError(
                "systemctl \(arguments[0]): \(end.lastWords)",
                hints: scope.isEmpty
                    ? ["--with cron"] : ["loginctl enable-linger, so that it runs while you are away", "--with cron"])
        }
    }
}
