import Foundation
import PostgresTesting
import Subprocess
import SystemPackage
import Testing

@testable import Deployment

@Suite("What calls the schedule")
struct SchedulerTests {
    @Test("takes its own lines out of a table of cron and leaves the rest as it is")
    func split() async throws {
        let table = [
            "MAILTO=x", "# begin of reva's schedule: reva schedule remove takes it out", "*/15 * * * * reva",
            "# end of reva's schedule", "0 1 * * * other",
        ]
        let (ours, others) = Crontab.split(table)
        #expect(ours == ["*/15 * * * * reva"])
        #expect(others == ["MAILTO=x", "0 1 * * * other"])
        #expect(Crontab.split(others).ours.isEmpty)
    }

    @Test("quotes a command so that a shell reads the same words, and cron no percent sign", arguments: 1...100)
    func quoting(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let words = (0..<3).map { _ in
            String(
                (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
                    "a'\" $\\%;|&/é~*!`#=-".randomElement(using: &random)
                })
        }
        let line = Crontab.quoted(words)
        #expect(line.replacing("\\%", with: "").contains("%") == false, "seed \(seed)")
        // Cron takes the backslash before a percent sign away, and hands the line to its shell.
        let shell = line.replacing("\\%", with: "%")
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "printf '%s\\n' \(shell)"], input: .none, output: .string(limit: 4096),
            error: .string(limit: 4096))
        #expect(result.standardOutput == words.map { "\($0)\n" }.joined(), "seed \(seed): \(line)")
    }

    @Test("quotes a command as systemd reads it")
    func systemd() {
        #expect(SystemdTimer.quoted("/usr/bin/reva") == "/usr/bin/reva")
        #expect(SystemdTimer.quoted("/my backups/100%") == "\"/my backups/100%%\"")
        #expect(SystemdTimer.quoted("a\"b$c\\") == "\"a\\\"b$$c\\\\\"")
        #expect(SystemdTimer.quoted("") == "\"\"")
    }

    @Test("writes units that systemd accepts")
    func units() async throws {
        let program = "/usr/bin/systemd-analyze"
        guard FileManager.default.isExecutableFile(atPath: program) else { try Test.cancel("no systemd-analyze here") }
        let folder = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let (service, timer) = (folder.appending("reva-schedule.service"), folder.appending("reva-schedule.timer"))
        try Data(SystemdTimer.serviceText(["/bin/true", "schedule", "run", "--home", "/my home/100%"]).utf8)
            .write(to: URL(filePath: service.string))
        try Data(SystemdTimer.timerText.utf8).write(to: URL(filePath: timer.string))
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: ["verify", "--man=no", service.string, timer.string], input: .none,
            output: .string(limit: 65536), error: .string(limit: 65536))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        // It names what it does not know and ends well all the same.
        #expect(!result.standardError.contains(folder.string), "\(result.standardError)")
    }
}
