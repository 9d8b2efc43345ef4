import Archive
import Deployment
import Foundation
import Health

/// How Reva stands: what works, what would be lost now, how long coming back would take.
package struct Status: Sendable, Encodable {
    package struct Targets: Sendable, Encodable {
        /// Seconds of work that may be lost (RPO).
        package var recoveryPoint: Double
        /// Seconds that coming back may take (RTO).
        package var recoveryTime: Double

        package init(recoveryPoint: Double, recoveryTime: Double) {
            self.recoveryPoint = recoveryPoint
            self.recoveryTime = recoveryTime
        }
    }

    package struct Database: Sendable, Encodable {
        package var name: String
        package var bytes: Int
        package var version: String
    }

    package struct Former: Sendable, Encodable {
        package var name: String
        package var bytes: Int
        package var setAside: Date
    }

    package var targets: Targets
    /// What is wrong or overdue, the worst first; empty when all is well.
    package var complaints: [String]
    package var health: HealthReport?
    package var database: Database?
    /// The parts that Reva consists of there, and how each is.
    package var components: [Component] = []
    package var newestProven: String?
    package var exposureSeconds: Double?
    package var forecastSeconds: Double?
    /// The run that is at work now.
    package var running: String?
    package var former: [Former] = []
    package var isFine: Bool { complaints.isEmpty }

    fileprivate init(targets: Targets, complaint: String) {
        self.targets = targets
        complaints = [complaint]
    }

    /// The part that is known from the folder alone.
    /// - Parameter complaint: why nothing else is known.
    package init(catalog: Catalog, targets: Targets, complaint: String?, at now: Date) throws {
        self.targets = targets
        complaints = complaint.map { [$0] } ?? []
        if let found = RunLock.look(in: catalog.folder) {
            if found.isHeld {
                running = found.journal.description
            } else {
                complaints.append("a run did not end well: \(found.journal), and the next one cleans up after it")
            }
        }
        let backups = try catalog.backups().filter { $0.taken <= now }
        let newest = backups.first { $0.state == .proven }
        newestProven = newest?.name
        forecastSeconds = newest?.restoreSeconds
        guard let newest else {
            complaints.append(backups.isEmpty ? "there is no backup" : "none of the \(backups.count) backups is proven")
            return
        }
        let exposure = now.timeIntervalSince(newest.taken)
        exposureSeconds = exposure
        // A daily backup is a little older than a day while the next one runs.
        if exposure > targets.recoveryPoint * 1.05 {
            complaints.append("the backup is overdue: the newest proven one is \(Int(exposure / 3600)) hours old")
        }
        let failed = backups.filter { $0.taken > newest.taken && $0.state == .failed }
        if let first = failed.first {
            complaints.append("the backup \(first.name) failed: \(first.reasons.first ?? "")")
        }
    }
}

extension Recovery {
    /// Looks at everything and changes nothing. What cannot be found out is a complaint, not an error.
    package func status(_ targets: Status.Targets, at now: Date = Date()) async -> Status {
        var status: Status
        do {
            status = try Status(catalog: catalog, targets: targets, complaint: nil, at: now)
        } catch {
            status = Status(targets: targets, complaint: "\(error)")
        }
        status.components = (try? await deployment.components()) ?? []
        for part in status.components.reversed() where !part.isRunning {
            status.complaints.insert("\(part.name) is not running: \(part.state)", at: 0)
        }
        if deployment.hasApplication {
            do {
                let health = try await deployment.health()
                status.health = health
                status.complaints.insert(contentsOf: health.complaints, at: 0)
            } catch {
                status.complaints.insert("the application does not answer: \(error)", at: 0)
            }
        }
        await askDatabase(for: &status)
        if let forecast = status.forecastSeconds, forecast > targets.recoveryTime {
            status.complaints.append("a restore is expected to take longer than its target")
        }
        return status
    }

    private func askDatabase(for status: inout Status) async {
        struct Row: Decodable {
            let name: String
            let bytes: Int
            let version: String
        }
        do {
            let row: Row = try await DatabaseSession.with(deployment) {
                try await $0.row(
                    """
                    SELECT current_database() AS name, pg_database_size(current_database()) AS bytes,
                        current_setting('server_version') AS version
                    """)
            }
            status.database = .init(name: row.name, bytes: row.bytes, version: row.version)
            status.former = try await Swap.copies(of: deployment)
                .map { .init(name: $0.name, bytes: $0.bytes, setAside: $0.setAsideAt) }
            if let measured = status.forecastSeconds, let proven = status.newestProven.flatMap({ provenSize(of: $0) }) {
                status.forecastSeconds = measured * Double(row.bytes) / Double(max(proven, 1))
            }
        } catch {
            status.complaints.insert("\(error)", at: 0)
        }
    }

    /// Bytes of the database when the backup was proven.
    private func provenSize(of name: String) -> Int? {
        BackupName(name).flatMap { Proof.read(of: $0, in: backups)?.databaseBytes }
    }
}
