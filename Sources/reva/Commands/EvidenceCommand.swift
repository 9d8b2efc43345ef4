import ArgumentParser

/// `reva evidence`: the signed log of what was done.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Read and check the signed log of what was done here.",
        subcommands: [EvidenceListCommand.self, EvidenceExportCommand.self, EvidenceVerifyCommand.self])
}
