import AsyncHTTPClient
import Foundation
import JSONValues
import Logging

/// Tells whether a request to `/api/messages` is from Teams, for this bot, and from a tenant that may use it.
///
/// The rules are those of the Bot Framework's connector authentication. Where the software development kits differ from
/// the documentation, the stricter one holds: a key without endorsements signs for no channel, a token has to expire,
/// and the audience is the app id and nothing else.
package struct InboundAuthentication: Sendable {
    /// Tokens may be this much too old or too new.
    static let leeway: TimeInterval = 300

    private enum Mode: Sendable {
        case tokens(appID: String, tenants: Set<String>, issuer: String, keys: SigningKeys, verified: VerifiedTokens)
        case off

        /// Without tokens nobody vouches for a service URL, so only this machine's is answered.
        func allows(_ url: ServiceURL) -> Bool {
            switch self {
            case .tokens: true
            case .off: url.isOnThisMachine
            }
        }
    }

    private let mode: Mode
    private let serviceURLs: ServiceURLs
    private let time: TimeSource

    /// - Parameters:
    ///   - appID: of the bot registration; without one every request is refused.
    ///   - tenants: the ids of the tenants whose people may talk to this bot; without one every request is refused.
    ///   - serviceURLs: learns the service URL of each verified request.
    package init(
        appID: String, tenants: Set<String>, cloud: Cloud, serviceURLs: ServiceURLs, client: HTTPClient,
        time: TimeSource = .system, logger: Logger
    ) {
        mode = .tokens(
            appID: appID, tenants: Set(tenants.map { $0.lowercased() }), issuer: cloud.issuer,
            keys: SigningKeys(metadataURL: cloud.metadataURL, client: client, time: time, logger: logger),
            verified: VerifiedTokens())
        self.serviceURLs = serviceURLs
        self.time = time
    }

    private init(serviceURLs: ServiceURLs) {
        mode = .off
        self.serviceURLs = serviceURLs
        time = .system
    }

    /// For development only: everybody who can connect is believed.
    /// - Parameter host: where the server listens; this machine only.
    /// - Throws: `TeamsError` when others can connect.
    package static func off(listeningOn host: String, serviceURLs: ServiceURLs) throws -> Self {
        guard ServiceURL.isLoopback(host) else {
            throw TeamsError(
                "tokens are not checked, and others can connect to \(host)",
                hints: ["Listen on 127.0.0.1, or let tokens be checked."])
        }
        return Self(serviceURLs: serviceURLs)
    }

    /// Returns when the request may be believed; then answers may be sent to the activity's service URL.
    /// - Parameter authorization: the value of the request's header; nil where there is none.
    package func verify(_ activity: Activity, authorization: String?) async throws(AuthenticationError) {
        if case .tokens(let appID, let tenants, let issuer, let keys, let verified) = mode {
            guard !appID.isEmpty, !tenants.isEmpty else { throw AuthenticationError(.notConfigured) }
            guard let authorization else { throw AuthenticationError(.noCredentials) }
            let known = verified[authorization]
            let token = if let known { known.token } else { try BearerToken(authorization: authorization) }
            let key = try await keys.key(token.keyID)
            let isVerified = known?.key == key
            guard isVerified || key.verifies(token) else { throw AuthenticationError(.signature) }
            try checkClaims(token.claims, issuer: issuer, audience: appID)
            if !isVerified { verified.remember(token, by: key, as: authorization) }
            guard let channel = activity.channelID, key.endorsements?.contains(channel) == true else {
                throw AuthenticationError(.endorsement)
            }
            guard let claimed = token.claims["serviceurl"]?.string, let serviceURL = activity.serviceURL,
                ServiceURL.match(claimed, serviceURL)
            else { throw AuthenticationError(.serviceURL) }
            let origins = Set(activity.tenantIDs.map { $0.lowercased() })
            guard !origins.isEmpty, origins.isSubset(of: tenants) else { throw AuthenticationError(.tenant) }
        }
        guard let url = activity.serviceURL.flatMap({ ServiceURL($0) }), mode.allows(url) else {
            throw AuthenticationError(.serviceURL)
        }
        serviceURLs.trust(url)
    }

    private func checkClaims(_ claims: JSON, issuer: String, audience: String) throws(AuthenticationError) {
        guard let claimed = claims["iss"]?.string, claimed.utf8.elementsEqual(issuer.utf8) else {
            throw AuthenticationError(.issuer)
        }
        guard let claimed = claims["aud"]?.string, claimed.utf8.elementsEqual(audience.utf8) else {
            throw AuthenticationError(.audience)
        }
        let now = time.now().timeIntervalSince1970
        guard let expiry = claims["exp"]?.number, now < expiry + Self.leeway else {
            throw AuthenticationError(.expired)
        }
        for name in ["nbf", "iat"] {
            // Both may be missing; what is there has to be a time, and not to come.
            guard let claim = claims.object?[name] else { continue }
            guard let start = claim.number, start <= now + Self.leeway else { throw AuthenticationError(.notYetValid) }
        }
    }
}
