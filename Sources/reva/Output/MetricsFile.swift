import Foundation
import Recovery
import SystemPackage

/// A file for node_exporter's collector of text files. It is there whole, or not yet: the collector never reads half of it.
struct MetricsFile {
    let path: FilePath

    func write(_ status: Status) throws {
        // The collector reads *.prom only: this name it leaves alone.
        let partial = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "reva").partial")
        do {
            try Data(status.metrics.utf8).write(to: URL(filePath: partial.string))
            // It is another user who reads it.
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: partial.string)
        } catch {
            throw CommandError(
                "the metrics \(path) cannot be written: \(error.localizedDescription)",
                hints: ["check \(SettingKey.metricsFile.variable)"])
        }
        guard rename(partial.string, path.string) == 0 else {
            throw CommandError("the metrics \(path) cannot be written: \(Errno(rawValue: errno))")
        }
    }
}
