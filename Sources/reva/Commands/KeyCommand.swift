import ArgumentParser

/// `reva key`: the key that signs proofs and the evidence.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The key that signs proofs and the evidence.",
        subcommands: [KeyShowCommand.self, KeyExportCommand.self, KeyNewCommand.self, KeyTrustCommand.self])
}
