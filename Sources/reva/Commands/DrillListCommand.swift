import ArgumentParser
import Foundation
import Recovery

/// `reva drill list`: the drills that were held.
struct DrillListCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the drills that were held, the newest first.")

    @OptionGroup var global: GlobalOptions

    static var isWork: Bool { false }

    private struct Line: Encodable {
        let name: String
        let began: Date
        let passed: Bool
        let recoverySeconds: Double?
    }

    func run(at place: Place) async throws {
        let folder = DrillFolder(beside: try await place.backups())
        let lines = folder.names().compactMap(folder.report).map {
            Line(name: $0.name, began: $0.began, passed: $0.passed, recoverySeconds: $0.recoveryTime.measured)
        }
        global.console.result(lines) {
            guard !lines.isEmpty else { return "no drill has been held\n  try: reva drill" }
            return Readable.table(
                [["NAME", "RESULT", "BACK AFTER"]]
                    + lines.map {
                        [
                            $0.name, $0.passed ? "passed" : "failed",
                            $0.recoverySeconds.map(Readable.seconds) ?? "not measured",
                        ]
                    })
        }
    }
}
