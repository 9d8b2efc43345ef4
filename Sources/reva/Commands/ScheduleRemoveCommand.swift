import ArgumentParser
import Deployment

/// `reva schedule remove`
struct ScheduleRemoveCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take it out again; backups that are there stay.",
        discussion: """
            EXIT CODES
              0 nothing is installed any more
            """)

    @OptionGroup var global: GlobalOptions

    private struct Removed: Encodable { var removed: [String] = [] }

    func run() async throws {
        var done = Removed()
        for kind in SchedulerKind.allCases {
            guard (try? await kind.scheduler.installed()) != nil else { continue }
            try await kind.scheduler.remove()
            done.removed.append(kind.rawValue)
        }
        global.console.result(done) {
            done.removed.isEmpty ? "nothing was installed" : "removed from \(done.removed.joined(separator: ", "))"
        }
    }
}
