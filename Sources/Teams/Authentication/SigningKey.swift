import JSONValues
import JWTKit

/// A public key of Microsoft, and the channels that it may sign for.
struct SigningKey: Sendable, Equatable {
    private let algorithm: any JWTAlgorithm
    private let modulus: String
    private let exponent: String
    /// Nil where the key has no such list; then it signs for no channel.
    let endorsements: Set<String>?

    /// The usable keys of a JSON Web Key Set (RFC 7517, section 5): RSA, for signatures, with an id.
    ///
    /// JWTKit leaves the endorsements out, which are Microsoft's own; hence not its `JWKS`.
    static func keys(in set: JSON) async -> [String: SigningKey] {
        var keys: [String: SigningKey] = [:]
        for json in set["keys"]?.array ?? [] {
            guard let id = json["kid"]?.string, let key = await SigningKey(json) else { continue }
            keys[id] = key
        }
        return keys
    }

    private init?(_ json: JSON) async {
        guard json["kty"]?.string == "RSA", json["use"]?.string ?? "sig" == "sig",
            json["alg"]?.string ?? "RS256" == "RS256", let modulus = json["n"]?.string,
            let exponent = json["e"]?.string,
            let key = try? Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent),
            // A collection of one: so no token can choose another key or algorithm than this.
            let algorithm = try? await JWTKeyCollection().add(rsa: key, digestAlgorithm: .sha256).getKey()
        else { return nil }
        self.algorithm = algorithm
        self.modulus = modulus
        self.exponent = exponent
        endorsements = json["endorsements"]?.array.map { Set($0.compactMap(\.string)) }
    }

    /// Whether they verify the same and may sign for the same.
    static func == (first: SigningKey, second: SigningKey) -> Bool {
        first.modulus == second.modulus && first.exponent == second.exponent
            && first.endorsements == second.endorsements
    }

    func verifies(_ token: BearerToken) -> Bool {
        (try? algorithm.verify(token.signature, signs: token.signedBytes)) ?? false
    }
}
