import Crypto
import Foundation
import Glibc
import SystemPackage

/// Signs records with this installation's key, which is made when it is first needed.
///
/// The key belongs apart from the backups: whoever can change them must not be able to sign them. Beside it lies
/// `trusted.keys`: former keys of this installation, and those of others whose proofs are believed here.
package struct Seal: Sendable {
    private let path: FilePath

    package init(keyAt path: FilePath) { self.path = path }

    private var trustedPath: FilePath { path.removingLastComponent().appending("trusted.keys") }

    func sign(_ proof: inout Proof) throws {
        proof.seal = nil
        let (key, signature) = try sign(proof.signedBytes)
        proof.seal = Proof.Signature(key: key.bytes, signature: signature)
    }

    func sign(_ message: Data) throws -> (key: PublicKey, signature: Data) {
        let key = try made()
        return (try Self.publicHalf(of: key), try key.signature(for: message))
    }

    /// Nil when no key has been made yet.
    /// - Throws: `RecoveryError` when there is one and it cannot be read.
    package func publicKey() throws -> PublicKey? { try stored().map(Self.publicHalf) }

    /// The key's public half; a key is made where there is none.
    package func makePublicKey() throws -> PublicKey { try Self.publicHalf(of: made()) }

    /// Whose signatures are believed here: one's own, former ones, those of others that were trusted. Nil where nobody
    /// knows any key yet: then there is nothing to compare with.
    ///
    /// A key that cannot be read is none: listing backups needs no key.
    package func trusted() -> Set<PublicKey>? {
        let all = others.union([try? publicKey()].compactMap(\.self))
        return all.isEmpty ? nil : all
    }

    private var others: Set<PublicKey> {
        let text = (try? String(contentsOfFile: trustedPath.string, encoding: .utf8)) ?? ""
        return Set(text.split(whereSeparator: \.isNewline).compactMap { PublicKey(String($0)) })
    }

    /// Believes from now on what that key signed, too. Doing it twice is no error.
    package func trust(_ key: PublicKey) throws {
        let keys = others.union([key])
        let text = keys.map(\.base64).sorted().joined(separator: "\n") + "\n"
        do {
            try makeFolder()
            try Data(text.utf8).write(to: URL(filePath: trustedPath.string), options: .atomic)
        } catch {
            throw RecoveryError("the trusted keys \(trustedPath) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Makes a new key in place of the one there is, whose signatures stay believed; its private half is gone then.
    /// - Parameter introduce: called before the change, while the former key still signs.
    package func renew(_ introduce: (_ key: PublicKey) throws -> Void) throws -> PublicKey {
        let former = try publicKey()
        let key = Curve25519.Signing.PrivateKey()
        let new = try Self.publicHalf(of: key)
        if let former { try trust(former) }
        try introduce(new)
        do {
            try makeFolder()
            let file = try written(key)
            guard rename(file.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw RecoveryError("the signing key \(path) cannot be changed: \(error)")
        }
        return new
    }

    private static func publicHalf(of key: Curve25519.Signing.PrivateKey) throws -> PublicKey {
        guard let half = PublicKey(bytes: key.publicKey.rawRepresentation) else {
            throw RecoveryError("the signing key has no public half")
        }
        return half
    }

    private func stored() throws -> Curve25519.Signing.PrivateKey? {
        guard FileManager.default.fileExists(atPath: path.string) else { return nil }
        guard let data = FileManager.default.contents(atPath: path.string) else {
            throw RecoveryError("the signing key \(path) cannot be read", hints: ["check its owner and mode"])
        }
        guard let bytes = Data(base64Encoded: data.filter { $0 > 32 }),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw RecoveryError("the signing key \(path) is damaged", hints: ["move it away: a new one is made"]) }
        return key
    }

    /// Reads the key, or makes one that only its owner may read.
    private func made() throws -> Curve25519.Signing.PrivateKey {
        if let key = try stored() { return key }
        do {
            try makeFolder()
            let file = try written(Curve25519.Signing.PrivateKey())
            defer { unlink(file.string) }
            // Whoever makes one at the same time: the first is the key, and it appears whole.
            guard link(file.string, path.string) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        } catch {
            throw RecoveryError("the signing key \(path) cannot be made: \(error)")
        }
        guard let key = try stored() else { throw RecoveryError("the signing key \(path) is gone again") }
        return key
    }

    private func makeFolder() throws {
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
    }

    /// Writes a key to a file beside its place, on disk when this returns.
    private func written(_ key: Curve25519.Signing.PrivateKey) throws -> FilePath {
        let aside = FilePath("\(path.string).\(UUID().uuidString)")
        let file = try FileDescriptor.open(
            aside, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        try file.closeAfter {
            try file.writeAll((key.rawRepresentation.base64EncodedString() + "\n").utf8)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        return aside
    }
}
