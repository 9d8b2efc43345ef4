import Foundation
import Recovery

/// The backups of a place: looked at and restored from here, or by a job beside the database where that is in a cluster.
struct PlaceBackups: BackupService {
    let place: Place
    let console: Console

    /// Nil where the work is done from here.
    private var shipment: Shipment? {
        place.kind == .kubernetes && !place.isInCluster ? Shipment(kubectl: place.kubectl, console: console) : nil
    }

    func listed() async throws -> [Backup] {
        guard let shipment else { return try await place.catalog().backups() }
        return try Self.decode(try await shipment.run(["list"], isWork: false))
    }

    func newestProven() async throws -> Backup {
        guard shipment != nil else {
            let catalog = try await place.catalog()
            return try catalog.newestProven()
        }
        let all = try await listed()
        if let newest = all.first(where: { $0.state == .proven }) { return newest }
        throw RecoveryError(
            "none of the \(all.count) backups is proven", reason: .noBackup,
            hints: ["reva list", "reva recover no-backup"])
    }

    func plan(_ wish: String) async throws -> String {
        guard let shipment else { return try await place.recovery(console).planRestore(wish).text }
        return try await shipment.text(["restore", wish, "--dry-run"])
    }

    func restore(_ wish: String) async throws -> Restoration {
        guard let shipment else {
            let recovery = try await place.recovery(console)
            return try await console.interruptibly { try await recovery.restore(wish) }
        }
        return try Self.decode(try await shipment.run(["restore", wish, "--yes"], isWork: true))
    }

    func salvage() async throws -> Salvaged {
        guard let shipment else {
            let recovery = try await place.recovery(console)
            return try await console.interruptibly { try await recovery.salvage() }
        }
        return try Self.decode(try await shipment.run(["salvage"], isWork: true))
    }

    private static func decode<Value: Decodable>(_ json: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Value.self, from: Data(json.utf8))
    }
}
