import Archive
import Foundation

extension Recovery {
    /// Reads out of the live database what can be read, into a script beside the backups. Nothing is changed in it.
    /// - Throws: `RecoveryError` when nothing at all can be read; then no file is left.
    package func salvage() async throws -> Salvaged {
        try await salvage { file, run in
            try await SalvageDatabase(recovery: self, run: run, file: file).salvage()
        }
    }

    /// Reads a damaged backup as far as it can be read, into a script beside it.
    /// - Throws: `RecoveryError` when nothing at all can be read; then no file is left.
    package func salvage(backup wish: String) async throws -> Salvaged {
        let name = try catalog.find(wish, proven: false)
        let path = backups.appending(name.fileName).string
        return try await salvage { file, run in
            try await run.step("read \(name)") {
                try await offload {
                    var salvage = SalvageBackup(to: file)
                    return try salvage.salvage(ArchiveReader.open(path))
                }
            }
        }
    }

    private func salvage(_ body: (SalvageFile, Run) async throws -> Salvaged) async throws -> Salvaged {
        try await procedure("salvage") { run in
            let file = try SalvageFile(in: backups)
            do {
                let salvaged = try await body(file, run)
                guard try file.size > 0, !salvaged.tables.isEmpty else {
                    throw RecoveryError(
                        "nothing could be read: \(salvaged.complaints.first ?? "there is nothing")",
                        reason: .badBackup, hints: ["reva list"])
                }
                return salvaged
            } catch {
                file.remove()
                throw error
            }
        }
    }
}
