import ArgumentParser
import Foundation
import Recovery

/// `reva drill report`: a report as it was written.
struct DrillReportCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the report of a drill.",
        discussion: """
            EXAMPLES
              reva drill report
              reva drill report --as html > drill.html
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case markdown, html
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The drill's name, or latest.")
    var name = "latest"

    @Option(help: "How: markdown or html; --format json gives all of it.")
    var `as`: Form = .markdown

    static var isWork: Bool { false }

    func run(at place: Place) async throws {
        let folder = DrillFolder(beside: try await place.backups())
        guard let report = name == "latest" ? folder.last : folder.report(name) else {
            throw CommandError(
                name == "latest" ? "no drill has been held" : "there is no drill \(name) in \(folder.path)",
                hints: ["reva drill list", "reva drill"])
        }
        global.console.result(report) { self.as == .html ? report.html : report.markdown }
    }
}
