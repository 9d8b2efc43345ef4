import Archive
import Deployment
import SystemPackage

/// The runbook's procedures, for one deployment and one folder of backups.
///
/// Each procedure is one call: `backup()`, `verify(_:)`, `restore(_:)`, `undo()`, `prune()`. A call holds the folder's
/// lock while it changes anything, cleans up what an earlier one left, and either reaches its end or leaves production as
/// it was.
package struct Recovery: Sendable {
    package struct Settings: Sendable {
        /// How many programs read or load side by side.
        package var jobs = 2
        /// How much memory one index build may use on the database server, in MiB.
        package var maintenanceMemory = 256
        /// How long the application may take to become healthy after a restore.
        package var startLimit: Duration = .seconds(120)
        package var retention = Retention()
        /// Signs proofs; without one they are unsigned.
        package var seal: Seal?
        /// The log of what was done; nil where none is kept.
        package var evidence: Evidence?
        /// This program's version, for proofs.
        package var version = "development"

        package init() {}
    }

    package let deployment: any Deployment
    package let backups: FilePath
    package let settings: Settings
    package let tell: EventSink

    package init(
        deployment: any Deployment, backups: FilePath, settings: Settings = Settings(),
        tell: @escaping EventSink = { _ in }
    ) {
        self.deployment = deployment
        self.backups = backups
        self.settings = settings
        self.tell = tell
    }

    /// The same procedures for another deployment, with the same folder of backups.
    func with(_ deployment: any Deployment) -> Recovery {
        Recovery(deployment: deployment, backups: backups, settings: settings, tell: tell)
    }

    /// What is in the folder.
    var catalog: Catalog { Catalog(folder: backups, trust: settings.seal?.trusted()) }
}
