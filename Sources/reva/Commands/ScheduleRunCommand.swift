import ArgumentParser
import Foundation
import Recovery

/// `reva schedule run`: what cron and systemd call.
struct ScheduleRunCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Do what is due now: a backup, its copy, the removal of old ones, alarms.",
        discussion: """
            For cron and systemd, every quarter of an hour. Most calls find nothing due, and print nothing. A backup that
            failed is tried again after 15 minutes, then after longer and longer.

            EXIT CODES
              0 nothing was due, or it was done   else as reva backup and reva copy
            """)

    @OptionGroup var global: GlobalOptions

    private struct Outcome: Encodable {
        var backup: Backup?
        var copied: [String] = []
        var complaints: [Complaint] = []
    }

    func run() async throws {
        let console = global.console
        let place = try await Place.find(global.settings())
        if place.kind == .kubernetes { throw ScheduleCommand.isTheClusters }
        var outcome = Outcome()
        // What fails first is the exit code; the rest is done all the same.
        var failure: (any Error)?
        do { outcome.backup = try await takeBackup(at: place) } catch { failure = error }
        do { outcome.copied = try await copy(at: place) } catch { failure = failure ?? error }
        let status = try await place.status(console)
        outcome.complaints = status.complaints
        do { try place.settings.metricsFile?.write(status) } catch { failure = failure ?? error }
        try await place.tell(status, console)
        if let failure { throw failure }
        guard outcome.backup != nil || !outcome.copied.isEmpty || global.format == .json else { return }
        console.result(outcome) {
            ([outcome.backup.map { BackupCommand.text(of: $0) }].compactMap(\.self)
                + outcome.copied.map { "copied \($0)" }).joined(separator: "\n")
        }
    }

    /// - Returns: nil when none is due.
    private func takeBackup(at place: Place) async throws -> Backup? {
        let catalog = try await place.catalog()
        let folder = catalog.folder
        let (schedule, now) = (try place.settings.schedule, Date())
        let taken = try catalog.backups().filter { $0.state == .proven }.map(\.taken)
        var attempts = Attempts.read(in: folder)
        guard schedule.isDue(at: now, taken: taken), attempts.allow(at: now, schedule: schedule) else { return nil }
        let former = attempts
        attempts.begin(at: now)
        try attempts.write(in: folder)
        let backup: Backup
        do {
            backup = try await BackupCommand.take(at: place, prove: true, prune: true, global.console)
        } catch let error where ExitStatus(error) == .busy {
            // Somebody else takes one now: that was no attempt of ours.
            try former.write(in: folder)
            return nil
        }
        guard backup.state == .proven else {
            throw RecoveryError(
                "the backup \(backup.name) is not proven: \(backup.reasons.first ?? "")", reason: .badBackup)
        }
        Attempts.clear(in: folder)
        return backup
    }

    /// - Returns: what was copied now.
    private func copy(at place: Place) async throws -> [String] {
        guard let target = try place.settings.copyTarget else { return [] }
        do {
            let copying = try await place.copy(nil, to: target, global.console)
            return copying.items.filter { $0.outcome == .copied }.map(\.name)
        } catch let error where ExitStatus(error) == .busy {
            return []
        }
    }
}
