import Synchronization

/// Tokens whose signature was right, so that it is computed once for all requests that Teams sends with the same one.
///
/// Only that is remembered, with the key it was computed with. Whether that key still holds, and what the token says, is
/// for whoever asks to look at each time.
final class VerifiedTokens: Sendable {
    struct Entry: Sendable {
        let token: BearerToken
        let key: SigningKey
    }

    /// Teams uses one for a service URL for about an hour.
    static let capacity = 256

    /// By the bytes of the header's value: strings are equal that are written differently.
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    subscript(authorization: String) -> Entry? { entries.withLock { $0[Array(authorization.utf8)] } }

    func remember(_ token: BearerToken, by key: SigningKey, as authorization: String) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll() }
            entries[Array(authorization.utf8)] = Entry(token: token, key: key)
        }
    }
}
