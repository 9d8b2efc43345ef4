import Foundation
import PostgresTesting
import SystemPackage

/// Plain dumps as other people make them, and what may have happened to them since.
extension Workbench {
    /// The text of `pg_dump --clean --if-exists`, by the server's own program.
    func plainDump() async throws -> String {
        try await Shell.run(
            database.installation.program("pg_dump"), ["--clean", "--if-exists", database.name], database.environment)
    }

    /// Puts a text into the folder as a backup, gzipped as gzip does it.
    /// - Returns: its name.
    @discardableResult
    func store(_ dump: String, as name: String = "reva_2026-03-15_020000.sql.gz") async throws -> String {
        let text = folder.path.appending("dump.sql").string
        try dump.write(toFile: text, atomically: true, encoding: .utf8)
        try await Shell.script(#"gzip -c "$0" > "$1"; rm "$0""#, [text, folder.path.appending(name).string])
        return name
    }
}
