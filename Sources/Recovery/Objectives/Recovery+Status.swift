import Archive
import Deployment
import Foundation
import Health

extension Recovery {
    /// Looks at everything and changes nothing. What cannot be found out is a complaint, not an error.
    /// - Parameter canRestart: whether `reva recover` works there.
    package func status(
        _ objectives: Objectives, schedule: BackupSchedule, canRestart: Bool, at now: Date = Date()
    ) async -> Status {
        var status = Status(
            catalog: catalog, objectives: objectives, retention: settings.retention, schedule: schedule, at: now)
        status.deployment = deployment.description
        await askApplication(for: &status)
        let answers = await askDatabase(for: &status)
        var components = (try? await deployment.components()) ?? []
        if !components.contains(where: { $0.name == "postgres" }) {
            components.insert(
                Component(name: "postgres", isRunning: answers, state: answers ? "answers" : "does not answer"), at: 0)
        } else {
            // Where something runs it, that knows more of it than that it does not answer.
            for part in components where !part.isRunning {
                status.complaints.put(
                    Complaint("component \(part.name)", "\(part.name) is not running: \(part.state)", .down))
            }
        }
        status.components = components.map { Part($0, health: status.health, canRestart: canRestart) }
        judgeForecast(of: &status, proofsIn: catalog, at: now)
        return status
    }

    private func askApplication(for status: inout Status) async {
        guard deployment.hasApplication else { return }
        do {
            let health = try await deployment.health()
            status.health = health
            for text in health.complaints { status.complaints.put(Complaint("health \(text.prefix(40))", text, .down)) }
        } catch {
            status.complaints.put(Complaint("application", "the application does not answer: \(error)", .down))
        }
    }

    /// - Returns: whether it answered.
    private func askDatabase(for status: inout Status) async -> Bool {
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
        } catch {
            status.complaints.put(Complaint("database", "\(error)", .down))
            return false
        }
        if let newest = status.newestProven.flatMap({ BackupName($0) }) {
            // How much was written is worth knowing, and neither worth waiting for a lock that a migration holds, nor a
            // reason to say that the database is down.
            status.written = try? await losses(
                since: catalog.backup(newest), patience: (count: .seconds(10), lock: .seconds(1)))
        }
        return true
    }

    private func judgeForecast(of status: inout Status, proofsIn catalog: Catalog, at now: Date) {
        let objective = status.targets.recoveryTime
        if let bytes = status.database?.bytes, let names = try? catalog.names() {
            status.forecast = RecoveryForecast(
                names.filter { $0.takenAt <= now }.compactMap { Proof.read(of: $0, in: catalog.folder) }, bytes: bytes,
                objective: objective, at: now)
            status.forecastSeconds = status.forecast?.seconds
        }
        guard let forecast = status.forecast, forecast.slowSeconds > objective else { return }
        status.complaints.put(
            Complaint("forecast", "a restore is expected to take longer than its target", .degraded))
    }
}
