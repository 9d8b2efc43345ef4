import Crypto
import CryptoExtras
import Foundation

/// A key pair of the stand-in, made when it starts: no key of it is ever in a file.
package struct ServiceKey: Sendable {
    package let id: String
    /// Nil leaves the list out of the published key.
    package let endorsements: [String]?
    private let key: _RSA.Signing.PrivateKey

    package init(id: String, endorsements: [String]? = ["msteams", "webchat"]) throws {
        self.id = id
        self.endorsements = endorsements
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// The same key under another name or with other endorsements.
    package init(_ other: ServiceKey, id: String, endorsements: [String]?) {
        self.id = id
        self.endorsements = endorsements
        key = other.key
    }

    /// The public half in PEM.
    package var publicPEM: String { key.publicKey.pemRepresentation }

    /// A token of these claims in compact form, signed by RS256 whatever the header says.
    /// - Parameter header: nil gives the right one.
    package func token(claims: [String: any Sendable], header: [String: any Sendable]? = nil) throws -> String {
        let header = header ?? ["alg": "RS256", "typ": "JWT", "kid": id, "x5t": id]
        let text = try "\(Self.part(header)).\(Self.part(claims))"
        let digest = SHA256.hash(data: Data(text.utf8))
        let signature = try key.signature(for: digest, padding: .insecurePKCS1v1_5)
        return "\(text).\(Self.base64URL(signature.rawRepresentation))"
    }

    /// One part of a token.
    package static func part(_ object: [String: any Sendable]) throws -> String {
        base64URL(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
    }

    package static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The public half as a JSON Web Key, with its endorsements.
    package var publicKey: [String: any Sendable] {
        get throws {
            let numbers = try key.publicKey.getKeyPrimitives()
            var json: [String: any Sendable] = [
                "kty": "RSA", "use": "sig", "kid": id, "x5t": id, "n": Self.base64URL(numbers.modulus),
                "e": Self.base64URL(numbers.publicExponent),
            ]
            json["endorsements"] = endorsements
            return json
        }
    }
}
