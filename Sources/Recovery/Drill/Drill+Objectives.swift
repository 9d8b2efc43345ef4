import Foundation

/// The times against their targets.
extension Drill {
    /// What a restore does until an application is healthy with all rows; taking the backup and testing the detector are
    /// not part of it.
    private static let untilLive = [
        "start a server for the copy", "open the backup", "make a scratch database", "load the rows",
        "build keys and indexes", "gather statistics",
        "check the objects", "start Reva on the copy",
    ]
    private static let vectorIndexes = "build the vector indexes"

    var recoveryPoint: DrillReport.Objective { .init(target: targets.recoveryPoint, measured: exposure) }

    var recoveryTime: DrillReport.Objective {
        let hasStarted = checks.contains { $0.name == "Reva starts on the copy" && $0.state == .passed }
        let seconds = run.seconds
        let measured = Self.untilLive.reduce(0) { $0 + (seconds[$1] ?? 0) }
        return .init(target: targets.recoveryTime, measured: hasStarted ? measured : nil)
    }

    var completeSeconds: Double? {
        recoveryTime.measured.flatMap { live in run.seconds[Self.vectorIndexes].map { $0 + live } }
    }

    func judgeObjectives() {
        let point = recoveryPoint
        // A daily backup is a little older than a day while the next one runs.
        let isFresh = point.measured.map { $0 <= point.target * 1.05 } ?? false
        let loss =
            point.measured.map { "\(Self.words($0)) of work would have been lost" } ?? "there was no proven backup"
        judge("the recovery point objective is met", isFresh, "when the drill began, \(loss)", point)
        let time = recoveryTime
        guard let measured = time.measured else {
            return skip(
                "the recovery time objective is met", "Reva did not start on the copy: there is no time to measure")
        }
        judge("the recovery time objective is met", time.isMet, "Reva was back after \(Self.words(measured))", time)
    }

    private func judge(_ name: String, _ holds: Bool, _ words: String, _ objective: DrillReport.Objective) {
        record(
            .init(
                name: name, state: holds ? .passed : .failed,
                account: "\(words); the target is \(Self.words(objective.target))",
                details: []))
    }

    static func words(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return switch seconds {
        case ..<10: String(format: "%.1f s", seconds)
        case ..<60: "\(whole) s"
        case ..<3600: String(format: "%d min %02d s", whole / 60, whole % 60)
        case ..<172_800: String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60)
        default: "\(whole / 86400) days"
        }
    }
}
