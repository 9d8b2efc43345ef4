import Archive
import Deployment
import Foundation

extension Status {
    /// The part that is known from the folder of the backups alone.
    /// - Parameter complaint: why nothing else is known.
    package init(
        catalog: Catalog, objectives: Objectives, retention: Retention, schedule: BackupSchedule,
        complaint: String? = nil, at now: Date
    ) {
        time = now
        targets = objectives
        if let complaint { complaints.put(Complaint("unreachable", complaint, .down)) }
        look(atLockIn: catalog)
        do {
            let backups = try catalog.backups()
            judge(backups, in: catalog, at: now)
            complain(ofFuture: backups.filter { $0.taken > now + schedule.tolerance })
            let newest = backups.first { $0.state == .proven && $0.taken <= now }
            nextBackup = schedule.next(after: newest?.taken, at: now)
            forecast = RecoveryForecast(
                backups.compactMap { BackupName($0.name).flatMap { Proof.read(of: $0, in: catalog.folder) } },
                bytes: nil, objective: objectives.recoveryTime, at: now)
            forecastSeconds = forecast?.seconds
            judgeDisk(backups, in: catalog, retention, at: now)
            drill = DrillStatus(DrillFolder(beside: catalog.folder).last)
            if let complaint = drill?.complaint(at: now) { complaints.put(complaint) }
        } catch {
            complaints.put(Complaint("backups", "\(error)", .overdue))
        }
    }

    private mutating func look(atLockIn catalog: Catalog) {
        guard let found = RunLock.look(in: catalog.folder) else { return }
        if found.isHeld {
            running = found.journal.description
        } else {
            complaints.put(
                Complaint(
                    "crash", "a run did not end well: \(found.journal), and the next one cleans up after it", .degraded)
            )
        }
    }

    private mutating func judge(_ all: [Backup], in catalog: Catalog, at now: Date) {
        for backup in all { backups[backup.state.rawValue, default: 0] += 1 }
        let past = all.filter { $0.taken <= now }
        let proven = past.filter { $0.state == .proven }
        let book = CopyBook.read(in: catalog.folder)
        copies = CopyStatus(proven, book: book, at: now)
        let counting = targets.countsCopiesOnly ? proven.filter { book.holds($0.name) } : proven
        let kind = targets.countsCopiesOnly ? "copied one" : "proven one"
        if let newest = counting.first {
            let exposure = now.timeIntervalSince(newest.taken)
            (newestProven, newestProvenBytes, exposureSeconds) = (newest.name, newest.bytes, exposure)
            if let complaint = targets.complaint(aboutAge: exposure, of: kind) { complaints.put(complaint) }
        } else if past.isEmpty {
            complaints.put(Complaint("overdue", "there is no backup", .overdue))
        } else if proven.isEmpty {
            complaints.put(Complaint("overdue", "none of the \(past.count) backups is proven", .overdue))
        } else {
            complaints.put(Complaint("overdue", "no proven backup was copied off this host", .overdue))
        }
        let failed = past.first { $0.state == .failed && $0.taken > proven.first?.taken ?? .distantPast }
        if let failed {
            complaints.put(
                Complaint("failed", "the backup \(failed.name) failed: \(failed.reasons.first ?? "")", .degraded))
        }
    }

    /// When their time comes they would pass for new ones.
    private mutating func complain(ofFuture backups: [Backup]) {
        guard let latest = backups.first else { return }
        let text =
            backups.count == 1
            ? "the backup \(latest.name) is of a time to come"
            : "\(backups.count) backups are of a time to come, up to \(latest.name)"
        complaints.put(
            Complaint("clock", "\(text): the clock is or was wrong; move them out of the folder", .degraded))
    }

    private mutating func judgeDisk(_ all: [Backup], in catalog: Catalog, _ retention: Retention, at now: Date) {
        let forecast = DiskForecast(
            all.map(Retention.Candidate.init), free: FileSystem.freeSpace(at: catalog.folder), retention: retention,
            at: now)
        disk = forecast
        guard let days = forecast.fullInDays, days < 14 else { return }
        let when = days == 0 ? "has no room for the next one" : "is full in \(days) day\(days == 1 ? "" : "s")"
        complaints.put(Complaint("disk", "the disk of the backups \(when)", days < 2 ? .degraded : .later))
    }
}

extension Retention.Candidate {
    init(_ backup: Backup) {
        self.init(name: backup.name, takenAt: backup.taken, bytes: backup.bytes, isProven: backup.state == .proven)
    }
}
