import Archive
import Foundation
import SystemPackage

/// The reports of the drills, in `drills` beside the backups: each as JSON, as Markdown and as a page of HTML.
package struct DrillFolder: Sendable {
    package let path: FilePath

    package init(beside backups: FilePath) { path = backups.appending("drills") }

    /// The newest first. What is no report is left out.
    package func names() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
        return names.filter { $0.hasPrefix("drill_") && $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
            .sorted(by: >)
    }

    /// Nil when there is none of that name, or none that can be read.
    package func report(_ name: String) -> DrillReport? {
        guard names().contains(name), let data = FileManager.default.contents(atPath: file(name, "json").string) else {
            return nil
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(DrillReport.self, from: data)
    }

    /// The newest report that can be read.
    package var last: DrillReport? { names().lazy.compactMap(report).first }

    /// The name of a drill that begins now.
    static func name(at time: Date) -> String {
        BackupName(takenAt: time).fileName.replacing("reva_", with: "drill_").replacing(".sql.gz", with: "")
    }

    /// Writes all three; the JSON last, so that a drill that is listed has its others.
    func write(_ report: DrillReport) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        do {
            try FileManager.default.createDirectory(
                atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try write(Data(report.markdown.utf8), to: file(report.name, "md"))
            try write(Data(report.html.utf8), to: file(report.name, "html"))
            try write(try encoder.encode(report), to: file(report.name, "json"))
        } catch {
            throw RecoveryError("the report \(report.name) cannot be written to \(path): \(error.localizedDescription)")
        }
    }

    package func file(_ name: String, _ ending: String) -> FilePath { path.appending("\(name).\(ending)") }

    private func write(_ data: Data, to file: FilePath) throws {
        try data.write(to: URL(filePath: file.string), options: .atomic)
    }
}

extension DrillReport {
    /// A drill is due a quarter after the last one that passed.
    package static let interval: TimeInterval = 92 * 86400

    /// - Parameter last: the newest report; nil when there has been no drill.
    package static func isDue(after last: DrillReport?, at now: Date) -> Bool {
        guard let last, last.passed else { return true }
        return now.timeIntervalSince(last.began) > interval
    }
}
