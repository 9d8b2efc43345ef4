import ArgumentParser
import Recovery

/// `reva key trust`: believes another installation's proofs.
struct KeyTrustCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Believe what another key signed: proofs of backups that were made elsewhere.",
        discussion: """
            EXAMPLES
              reva key trust other.pub
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A public key, or a file with one.")
    var key: String

    private struct Trusted: Encodable { let trusted: String }

    func run() async throws {
        let key = try EvidenceVerifyCommand.publicKey(key)
        try await global.settings().seal.trust(key)
        global.console.result(Trusted(trusted: key.base64)) { "\(key.fingerprint) is trusted" }
    }
}
