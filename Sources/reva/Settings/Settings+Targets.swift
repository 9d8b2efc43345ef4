import Recovery

extension Settings {
    /// What the times of status and drills are held against.
    var targets: Status.Targets {
        get throws {
            try Status.Targets(recoveryPoint: recovery.retention.interval, recoveryTime: restoreLimit)
        }
    }
}
