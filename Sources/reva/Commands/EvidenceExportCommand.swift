import ArgumentParser
import Foundation
import Recovery

/// `reva evidence export`: the log as it is, for whoever is to check it.
struct EvidenceExportCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the log as it is, line by line.",
        discussion: """
            EXAMPLES
              reva evidence export > evidence.jsonl
              reva key export > reva.pub
            """)

    @OptionGroup var global: GlobalOptions

    static var isWork: Bool { false }

    private struct Log: Encodable {
        let lines: [String]
    }

    func run(at place: Place) async throws {
        let file = place.settings.evidenceFile
        guard let data = FileManager.default.contents(atPath: file.string) else {
            throw CommandError("there is no evidence \(file)", hints: ["reva backup, which is kept there"])
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        global.console.result(Log(lines: lines)) { lines.joined(separator: "\n") }
    }
}
