import Foundation

extension Kubectl {
    /// How the cluster's own schedule of backups stands.
    package struct CronJob: Sendable, Encodable {
        package var name: String
        /// In cron's five fields.
        package var schedule: String
        /// Nil is the one of the cluster's controller.
        package var timeZone: String?
        package var isSuspended: Bool
        package var lastRun: String?
        package var lastSuccess: String?
    }

    /// The cronjob that takes backups.
    package func backupCronJob() async throws -> CronJob {
        struct Object: Decodable {
            struct Spec: Decodable {
                let schedule: String
                let timeZone: String?
                let suspend: Bool?
            }
            struct Status: Decodable {
                let lastScheduleTime: String?
                let lastSuccessfulTime: String?
            }
            let spec: Spec
            let status: Status?
        }
        let name = "db-backup"
        let object: Object = try await decode(["get", "cronjob", name])
        return CronJob(
            name: name, schedule: object.spec.schedule, timeZone: object.spec.timeZone,
            isSuspended: object.spec.suspend ?? false, lastRun: object.status?.lastScheduleTime,
            lastSuccess: object.status?.lastSuccessfulTime)
    }
}
