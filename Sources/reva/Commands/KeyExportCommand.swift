import ArgumentParser
import Recovery

/// `reva key export`: the public half, for whoever checks what was signed here.
struct KeyExportCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print the public key as PEM, which openssl reads as well.")

    @OptionGroup var global: GlobalOptions

    static var isWork: Bool { false }

    private struct Key: Encodable {
        let key: String
        let pem: String
    }

    func run(at place: Place) async throws {
        let key = try place.settings.seal.makePublicKey()
        global.console.result(Key(key: key.base64, pem: key.pem)) { key.pem }
    }
}
