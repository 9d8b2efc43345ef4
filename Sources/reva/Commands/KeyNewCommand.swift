import ArgumentParser
import Recovery

/// `reva key new`: another key in place of the one there is.
struct KeyNewCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a new key; what the former one signed stays believed.",
        discussion: """
            The former key signs a record that introduces the new one, so whoever has the former public key can check the
            whole log. Its private half is gone then.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var consent: ConsentOptions

    private struct Changed: Encodable {
        let former: String?
        let key: String?
    }

    func run() async throws {
        let console = global.console
        let settings = try await global.settings()
        let former = try settings.seal.publicKey()
        if consent.dryRun {
            let words = "would make a new key in place of \(former.map(\.fingerprint) ?? "none")"
            return console.result(Changed(former: former?.base64, key: nil)) { words }
        }
        try consent.ask("Make a new key in place of \(former.map(\.fingerprint) ?? "none")?")
        let evidence = settings.evidence { console.tell(.warning($0)) }
        let key = try settings.seal.renew { key in
            guard former != nil else { return }
            var testimony = Testimony("key", .done, "the key \(key) signs from now on")
            testimony.facts["key"] = key.base64
            try evidence.append(testimony)
        }
        console.result(Changed(former: former?.base64, key: key.base64)) { "\(key.fingerprint)  \(key.base64)" }
    }
}
