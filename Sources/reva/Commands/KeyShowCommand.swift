import ArgumentParser
import Recovery

/// `reva key show`: which key signs, and whose signatures are believed.
struct KeyShowCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Say which key signs here, and whose signatures are believed.")

    @OptionGroup var global: GlobalOptions

    static var isWork: Bool { false }

    private struct Keys: Encodable {
        let key: String?
        let fingerprint: String?
        let trusted: [String]
    }

    func run(at place: Place) async throws {
        let seal = place.settings.seal
        let key = try seal.publicKey()
        let others = (seal.trusted() ?? []).subtracting([key].compactMap(\.self)).sorted { $0.base64 < $1.base64 }
        let keys = Keys(key: key?.base64, fingerprint: key?.fingerprint, trusted: others.map(\.base64))
        global.console.result(keys) {
            let own = key.map { "\($0.fingerprint)  \($0.base64)" } ?? "no key has been made here yet"
            return ([own] + others.map { "\($0.fingerprint)  \($0.base64)  (trusted)" }).joined(separator: "\n")
        }
    }
}
