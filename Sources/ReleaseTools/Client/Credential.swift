import Foundation

/// Whose rights a request to Release uses. Its description never shows the secret.
package enum Credential: Sendable, Hashable, CustomStringConvertible {
    /// A personal access token.
    case token(String)
    case basic(user: String, password: String)

    package var description: String {
        switch self {
        case .token: "a token"
        case .basic(let user, _): "user \(user)"
        }
    }

    var header: (name: String, value: String) {
        switch self {
        case .token(let token): ("x-release-personal-token", token)
        case .basic(let user, let password):
            ("Authorization", "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())")
        }
    }

    /// The credential that a caller sent in an `Authorization` header: `Bearer` and a personal access token, or `Basic`.
    /// - Throws: when there is a header that is neither. A caller who meant to act by own rights never gets others'.
    package static func caller(authorization: String?) throws(ReleaseError) -> Credential? {
        guard let authorization else { return nil }
        let parts = authorization.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        if parts.count == 2, parts[0].lowercased() == "bearer", isToken(parts[1]) { return .token(parts[1]) }
        if parts.count == 2, parts[0].lowercased() == "basic", let data = Data(base64Encoded: parts[1]) {
            let both = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
            if both.count == 2 { return .basic(user: both[0], password: both[1]) }
        }
        throw ReleaseError(
            .unauthorized, "the Authorization header is neither Bearer with a personal access token nor Basic",
            hints: ["send \"Authorization: Bearer TOKEN\" with a personal access token of Release, or no such header"])
    }

    /// What may stand in a header: visible ASCII.
    static func isToken(_ text: String) -> Bool {
        (1...4096).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
