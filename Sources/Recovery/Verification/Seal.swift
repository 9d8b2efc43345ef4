import Crypto
import Foundation
import SystemPackage

/// Signs records with this installation's key, which is made when it is first needed.
///
/// The key belongs apart from the backups: whoever can change them must not be able to sign them.
package struct Seal: Sendable {
    private let path: FilePath

    package init(keyAt path: FilePath) { self.path = path }

    func sign(_ proof: inout Proof) throws {
        let key = try key()
        proof.seal = nil
        let signature = try key.signature(for: proof.signedBytes)
        proof.seal = Proof.Signature(key: key.publicKey.rawRepresentation, signature: signature)
    }

    /// Reads the key, or makes one that only its owner may read.
    private func key() throws -> Curve25519.Signing.PrivateKey {
        if let data = FileManager.default.contents(atPath: path.string) {
            guard let bytes = Data(base64Encoded: data.filter { $0 > 32 }),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
            else {
                throw RecoveryError("the signing key \(path) is damaged", hints: ["move it away: a new one is made"])
            }
            return key
        }
        let key = Curve25519.Signing.PrivateKey()
        do {
            try FileManager.default.createDirectory(
                atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
            try file.closeAfter { _ = try file.writeAll((key.rawRepresentation.base64EncodedString() + "\n").utf8) }
        } catch {
            throw RecoveryError("the signing key \(path) cannot be made: \(error)")
        }
        return key
    }
}
