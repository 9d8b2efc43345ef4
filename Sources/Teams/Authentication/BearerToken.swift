import Foundation
import JSONValues

/// A JSON Web Token in compact form (RFC 7515, section 7.1), taken apart and not yet believed.
struct BearerToken {
    let keyID: String
    let claims: JSON
    /// What the signature is over.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    /// Microsoft's are about 1 KiB.
    private static let limits = JSON.Limits(size: 16 << 10, depth: 8)

    /// - Parameter authorization: the value of the header.
    init(authorization: String) throws(AuthenticationError) {
        let words = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bearer", !words[1].isEmpty else {
            throw AuthenticationError(.noCredentials)
        }
        try self.init(compact: words[1])
    }

    private init(compact: Substring) throws(AuthenticationError) {
        let parts = compact.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard compact.utf8.count <= Self.limits.size, parts.count == 3, let header = Self.json(parts[0]),
            let claims = Self.json(parts[1]), let signature = Self.decoded(parts[2]),
            // An extension that must be understood (RFC 7515, section 4.1.11); we understand none.
            header.object?["crit"] == nil
        else { throw AuthenticationError(.malformed) }
        guard header["alg"]?.string == "RS256" else { throw AuthenticationError(.algorithm) }
        guard let keyID = header["kid"]?.string else { throw AuthenticationError(.unknownKey) }
        self.keyID = keyID
        self.claims = claims
        self.signature = signature
        signedBytes = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    private static func json(_ part: Substring.UTF8View) -> JSON? {
        guard let bytes = decoded(part),
            let json = try? JSON(parsing: bytes, limits: limits, ambiguity: .refused), json.object != nil
        else { return nil }
        return json
    }

    /// Base64url without padding, and nothing else.
    private static func decoded(_ part: Substring.UTF8View) -> [UInt8]? {
        var text: [UInt8] = []
        for byte in part {
            switch byte {
            case UInt8(ascii: "-"): text.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): text.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: text.append(byte)
            }
        }
        text += Array(repeating: UInt8(ascii: "="), count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: Data(text)).map { [UInt8]($0) }
    }
}
