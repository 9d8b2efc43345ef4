import FoundationEssentials
import JSONValues

/// What the index of a backup says of it, besides where things are.
package struct Manifest: Codable, Equatable, Sendable {
    /// The instant of the snapshot; kept to the second.
    package var takenAt: Date
    package var database: String
    package var serverVersion: String
    package var dumpVersion: String
    /// Name to version.
    package var extensions: [String: String]
    /// Locale, encoding, and whatever else is worth knowing.
    package var facts: [String: String]
    package var snapshotLSN: String?
    package var inventory: Inventory
    /// What a proof may ask the restored copy, in a form of its own.
    package var probes: JSON

    package init(
        takenAt: Date, database: String, serverVersion: String, dumpVersion: String, extensions: [String: String],
        facts: [String: String] = [:], snapshotLSN: String? = nil, inventory: Inventory, probes: JSON = .null
    ) {
        self.takenAt = BackupName(takenAt: takenAt).takenAt
        self.database = database
        self.serverVersion = serverVersion
        self.dumpVersion = dumpVersion
        self.extensions = extensions
        self.facts = facts
        self.snapshotLSN = snapshotLSN
        self.inventory = inventory
        self.probes = probes
    }
}
