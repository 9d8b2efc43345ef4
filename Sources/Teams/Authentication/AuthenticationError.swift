/// Why a request is not from Teams, or not for us.
package struct AuthenticationError: Error, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable, CaseIterable {
        case notConfigured = "this bot has no app id"
        case noCredentials = "the request has no bearer token"
        case malformed = "the token is no JSON Web Token"
        case algorithm = "the token is not signed by RS256"
        case unknownKey = "the token is signed by a key that Microsoft does not announce"
        case signature = "the token's signature is wrong"
        case issuer = "the token has another issuer"
        case audience = "the token is for another bot"
        case expired = "the token has expired"
        case notYetValid = "the token is not valid yet"
        case endorsement = "the token's key is not endorsed for the activity's channel"
        case serviceURL = "the token is for another service URL"
        case tenant = "the activity is from a tenant that is not allowed"
        case keysUnavailable = "the keys of Microsoft cannot be loaded"
    }

    package let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    /// The HTTP status to answer with. 503 when it is we who cannot tell, so that Teams tries again.
    package var status: Int {
        switch reason {
        case .keysUnavailable: 503
        case .tenant: 403
        default: 401
        }
    }

    package var summary: String { reason.rawValue }

    package var hints: [String] {
        switch reason {
        case .notConfigured: ["Set the app id of the bot registration."]
        case .audience: ["Compare the app id in the settings with the one of the bot registration."]
        case .tenant: ["Add the tenant's id to the allowed tenants if its people may talk to this bot."]
        case .expired, .notYetValid: ["Check the clock of this machine."]
        case .keysUnavailable: ["Check that this machine reaches the OpenID metadata of the Bot Framework."]
        default: ["Only Teams can post here; requests of others are refused."]
        }
    }

    package var description: String { summary }
}
