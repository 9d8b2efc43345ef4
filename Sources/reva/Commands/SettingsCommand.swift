import ArgumentParser
import Recovery

/// `reva settings`: what holds, and where it can be said.
struct SettingsCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show every setting: its value, its key in reva.yaml, its environment variable.",
        discussion: "Secrets are not shown. Flags come before the environment, the environment before reva.yaml.")

    @OptionGroup var global: GlobalOptions

    private struct Line: Encodable {
        let key: String
        let variable: String
        let value: String?
        let standard: String
        let says: String
    }

    func run() async throws {
        let settings = try await global.settings()
        let lines = SettingKey.all.map { key in
            Line(
                key: key.name, variable: key.variable,
                value: settings.text(key).map { key.isSecret ? "(secret)" : $0 }, standard: key.standard,
                says: key.says)
        }
        global.console.result(lines) {
            Readable.table(
                [["KEY", "VARIABLE", "VALUE"]]
                    + lines.map { [$0.key, $0.variable, $0.value ?? "\($0.standard) (nobody said)"] })
        }
    }
}
