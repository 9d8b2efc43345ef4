import Foundation

extension Status {
    /// One figure of a metric, and what tells it from others of the same name.
    private struct Sample {
        var labels: [(name: String, value: String)] = []
        var value: Double
    }

    /// The same as figures, in the text format of Prometheus; docs/monitoring.md names them. What is not known has no line.
    package var metrics: String {
        var text = ""
        for (name, help, samples) in figures where !samples.isEmpty {
            text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            for sample in samples {
                let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
                text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.number(sample.value))\n"
            }
        }
        return text
    }

    private var figures: [(name: String, help: String, samples: [Sample])] {
        [
            ("reva_status_time_seconds", "When this was found out.", one(time.timeIntervalSince1970)),
            ("reva_status_ok", "1 when nothing is wrong or overdue.", one(isFine ? 1 : 0)),
            (
                "reva_complaint", "1 for each thing that is wrong or overdue, by what it is about.",
                complaints.map { Sample(labels: [("topic", $0.topic)], value: 1) }
            ),
            (
                "reva_component_up", "1 while a component runs.",
                components.map { Sample(labels: [("component", $0.name)], value: $0.isRunning ? 1 : 0) }
            ),
            (
                "reva_backup_exposure_seconds", "Age of the newest backup that counts: what would be lost now.",
                one(exposureSeconds)
            ),
            (
                "reva_backup_newest_time_seconds", "When that backup was taken.",
                one(exposureSeconds.map { time.timeIntervalSince1970 - $0 })
            ),
            ("reva_backup_newest_bytes", "Size of that backup.", one(newestProvenBytes.map(Double.init))),
            ("reva_backup_target_seconds", "How old it may be (RPO).", one(targets.recoveryPoint)),
            ("reva_backup_next_time_seconds", "When the next one is planned.", one(nextBackup?.timeIntervalSince1970)),
            (
                "reva_backups", "Backups in the folder, by their state.",
                backups.sorted { $0.key < $1.key }.map { Sample(labels: [("state", $0.key)], value: Double($0.value)) }
            ),
            ("reva_backup_bytes", "Bytes of all backups together.", one((disk?.backupBytes).map(Double.init))),
            ("reva_backup_free_bytes", "Bytes free where they lie.", one((disk?.freeBytes).map(Double.init))),
            (
                "reva_backup_full_days", "Days until that disk is full; none within 90 days has no line.",
                one((disk?.fullInDays).map(Double.init))
            ),
            (
                "reva_copy_exposure_seconds", "Age of the newest backup that has a second copy.",
                one(copies?.exposureSeconds)
            ),
            (
                "reva_unsaved_rows", "Rows that a table has more or fewer than in that backup.",
                (written ?? []).map {
                    Sample(
                        labels: [("table", $0.table)], value: Double(abs(($0.live ?? 0) - ($0.backup ?? 0))))
                }
            ),
            ("reva_database_bytes", "Size of the database.", one((database?.bytes).map(Double.init))),
            (
                "reva_restore_forecast_seconds", "How long a restore would take until the data is live.",
                one(forecast?.seconds)
            ),
            (
                "reva_restore_forecast_slow_seconds", "The same by the slowest of twenty measurements.",
                one(forecast?.slowSeconds)
            ),
            (
                "reva_restore_forecast_complete_seconds", "The same with the vector indexes.",
                one(forecast?.completeSeconds)
            ),
            ("reva_drill_time_seconds", "When the last drill was.", one(drill?.last.timeIntervalSince1970)),
            ("reva_drill_passed", "1 when it passed.", one(drill.map { $0.passed ? 1 : 0 })),
            ("reva_drill_due_time_seconds", "When the next one is due.", one(drill?.due.timeIntervalSince1970)),
            ("reva_restore_target_seconds", "How long it may take (RTO).", one(targets.recoveryTime)),
        ]
    }

    private func one(_ value: Double?) -> [Sample] { value.map { [Sample(value: $0)] } ?? [] }

    private static func escaped(_ text: String) -> String {
        text
            .replacingOccurrences(of: "\\", with: "\\\\", options: .literal)
            .replacingOccurrences(of: "\"", with: "\\\"", options: .literal)
            .replacingOccurrences(of: "\n", with: "\\n", options: .literal)
    }

    /// Whole where it is whole: seconds since 1970 must not become 1.77e+09.
    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
