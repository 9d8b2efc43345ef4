import Deployment
import Foundation
import Recovery
import SystemPackage

extension Settings {
    var objectives: Objectives {
        get throws {
            let interval = try recovery.retention.interval
            let point = try number(.backupLimit, in: 1...87600, standard: Int(interval / 3600))
            var objectives = Objectives(
                recoveryPoint: Double(point) * 3600, recoveryTime: try restoreLimit, interval: interval)
            guard objectives.recoveryPoint >= interval else {
                throw CommandError(
                    "backup.limit is \(point) hours and backups are \(Int(interval / 3600)) hours apart: that cannot be kept",
                    hints: ["\(SettingKey.backupInterval.variable)=\(point)"])
            }
            objectives.countsCopiesOnly = try flag(.copyRequired)
            return objectives
        }
    }

    var schedule: BackupSchedule {
        get throws {
            let text = text(.backupAt) ?? "02:00"
            guard let match = text.wholeMatch(of: /([01]?[0-9]|2[0-3]):([0-5][0-9])/), let hours = Double(match.1),
                let minutes = Double(match.2)
            else {
                throw CommandError(
                    "backup.at is \"\(text)\", and must be a time of day in UTC, such as 02:00",
                    hints: ["\(SettingKey.backupAt.variable)=02:00"])
            }
            return BackupSchedule(interval: try recovery.retention.interval, time: hours * 3600 + minutes * 60)
        }
    }

    /// The second place for backups; nil where none is set.
    var copyTarget: (any CopyTarget)? {
        get throws { try text(.copyTo).map(Self.copyTarget) }
    }

    static func copyTarget(_ text: String) throws -> any CopyTarget {
        if text.hasPrefix("/") { return FolderTarget(FilePath(text)) }
        guard text.contains(/^[A-Za-z0-9_][A-Za-z0-9_ .+@-]*:/) else {
            throw CommandError(
                "\"\(text)\" is neither a folder's whole path nor a remote of rclone",
                hints: ["\(SettingKey.copyTo.variable)=/mnt/other/reva", "\(SettingKey.copyTo.variable)=REMOTE:reva"])
        }
        return RcloneTarget(text)
    }

    /// The file for the metrics; nil where none is set.
    var metricsFile: MetricsFile? { text(.metricsFile).map { MetricsFile(path: FilePath($0)) } }

    private func flag(_ key: SettingKey) throws -> Bool {
        switch (text(key) ?? "false").lowercased() {
        case "true": return true
        case "false": return false
        case let text:
            throw CommandError("\(key.name) is \"\(text)\", and must be true or false", hints: ["\(key.variable)=true"])
        }
    }
}
