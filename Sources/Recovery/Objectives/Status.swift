import Deployment
import Foundation
import Health

/// How Reva stands: what works, what would be lost now, how long coming back would take.
package struct Status: Sendable, Encodable {
    package typealias Targets = Objectives

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

    /// When it was looked at.
    package var time: Date
    /// What was looked at, as a person would call it; nil when only the folder of the backups is known.
    package var deployment: String?
    package var targets: Objectives
    /// What is wrong or overdue, the most urgent first; empty when all is well.
    package var complaints: [Complaint] = []
    package var health: HealthReport?
    package var database: Database?
    /// The parts that Reva consists of there: the component matrix.
    package var components: [Part] = []

    /// The newest backup that the recovery point counts from.
    package var newestProven: String?
    package var newestProvenBytes: Int?
    /// Seconds since its snapshot: what was written since would be lost.
    package var exposureSeconds: Double?
    /// Rows by table, where they differ from that backup's; nil when the database could not be asked.
    package var written: [RestorePlan.Loss]?
    /// How many backups are in each state.
    package var backups: [String: Int] = [:]
    /// When the next one is planned.
    package var nextBackup: Date?
    /// See `RecoveryForecast.seconds`.
    package var forecastSeconds: Double?
    package var forecast: RecoveryForecast?
    package var disk: DiskForecast?
    package var copies: CopyStatus?
    /// Nil when there has been no drill.
    package var drill: DrillStatus?

    /// The run that is at work now.
    package var running: String?
    package var former: [Former] = []
    package var isFine: Bool { complaints.isEmpty }
}
