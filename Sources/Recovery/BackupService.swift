/// The procedures that a person at a disaster asks for by name, done from here or sent to where the database is.
package protocol BackupService: Sendable {
    /// All backups, newest first.
    func listed() async throws -> [Backup]

    /// - Throws: `RecoveryError` with the reason `.noBackup` when none is proven.
    func newestProven() async throws -> Backup

    /// What a restore would do and what would be lost by it, as a page for whoever has to say yes.
    func plan(_ wish: String) async throws -> String

    /// Restores a backup; nobody is asked any more.
    func restore(_ wish: String) async throws -> Restoration

    /// Reads out of the live database what can be read.
    func salvage() async throws -> Salvaged
}
