import Crypto
import Foundation

/// The half of a signing key that everybody may have: it tells what was signed by the other half (Ed25519).
package struct PublicKey: Sendable, Hashable, CustomStringConvertible {
    /// As RFC 8032 writes it.
    let bytes: Data

    /// What stands before the key's bytes in a SubjectPublicKeyInfo (RFC 8410).
    private static let header = Data([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00])

    /// Nil when these are not 32 bytes.
    init?(bytes: Data) {
        guard bytes.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil else {
            return nil
        }
        self.bytes = Data(bytes)
    }

    /// Reads a key in base64, as `reva key show` prints it, or in PEM, as `reva key export` and openssl do. Nil for
    /// anything else.
    package init?(_ text: String) {
        let body = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
            .joined().filter { !$0.isWhitespace }
        guard let data = Data(base64Encoded: body) else { return nil }
        let isInfo = data.count == Self.header.count + 32 && data.starts(with: Self.header)
        self.init(bytes: isInfo ? data.dropFirst(Self.header.count) : data)
    }

    package var base64: String { bytes.base64EncodedString() }

    /// As other programs read it.
    package var pem: String {
        "-----BEGIN PUBLIC KEY-----\n\((Self.header + bytes).base64EncodedString())\n-----END PUBLIC KEY-----"
    }

    /// Short enough to be read out on the telephone.
    package var fingerprint: String { String(SHA256.hash(data: bytes).hex.prefix(16)) }

    package var description: String { fingerprint }

    func signed(_ message: some DataProtocol, _ signature: some DataProtocol) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
