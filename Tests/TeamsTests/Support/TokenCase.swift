import Crypto
import Foundation
import JSONValues
import Teams
import TeamsStandIn

/// A request with a token, and what is to be thought of it.
struct TokenCase: Sendable {
    /// What the two packages of Microsoft say to the same request.
    enum Peers: Sendable {
        case agree
        /// They take what we refuse, one or both of them, or the other way round; the reason is in the reference.
        case differ(String)
        /// They would ask servers that are not here.
        case unasked
    }

    let name: String
    var authorization: String?
    var activity: [String: JSON] = [:]
    /// Nil for a request that is believed.
    let refusal: AuthenticationError.Reason?
    var peers = Peers.agree
}

extension TokenCase {
    /// Every rule broken once, and what is at the border of a rule.
    static func table(for bot: Bot) throws -> [TokenCase] {
        let key = try Bot.key.get()
        func bearer(_ changes: [String: (any Sendable)?] = [:], header: [String: any Sendable]? = nil) throws -> String
        {
            "Bearer \(try key.token(claims: bot.claims(changes), header: header))"
        }
        return try headers(for: bot, key: key, bearer: bearer) + signatures(for: bot, key: key, bearer: bearer)
            + claims(for: bot, bearer: bearer) + contexts(for: bot, key: key, bearer: bearer)
    }

    /// The keys that are announced: the usual one, and two of which each lacks something.
    static func published() throws -> [ServiceKey] {
        let key = try Bot.key.get()
        return [
            key, ServiceKey(key, id: "key-plain", endorsements: nil),
            ServiceKey(key, id: "key-web", endorsements: ["webchat"]),
        ]
    }

    typealias Bearer = ([String: (any Sendable)?], [String: any Sendable]?) throws -> String

    private static func headers(for bot: Bot, key: ServiceKey, bearer: Bearer) throws -> [TokenCase] {
        let right = try bearer([:], nil)
        let token = String(right.dropFirst(7))
        return [
            TokenCase(name: "right", authorization: right, refusal: nil),
            TokenCase(
                name: "scheme in lower case", authorization: "bearer \(token)", refusal: nil,
                peers: .differ("the scheme has no case")),
            TokenCase(name: "no header", authorization: nil, refusal: .noCredentials),
            TokenCase(name: "empty header", authorization: "", refusal: .noCredentials),
            TokenCase(name: "another scheme", authorization: "Basic \(token)", refusal: .noCredentials),
            TokenCase(name: "no token", authorization: "Bearer ", refusal: .noCredentials),
            TokenCase(
                name: "two parts", authorization: "Bearer \(token.prefix(while: { $0 != "." })).x", refusal: .malformed),
            TokenCase(name: "four parts", authorization: "\(right).x", refusal: .malformed),
            TokenCase(name: "words", authorization: "Bearer let.me.in", refusal: .malformed),
            TokenCase(name: "a token and more", authorization: "\(right) x", refusal: .malformed),
            TokenCase(
                name: "huge", authorization: try bearer(["pad": String(repeating: "x", count: 20_000)], nil),
                refusal: .malformed, peers: .differ("tokens are limited to 16 KiB")),
            TokenCase(
                name: "an extension to understand",
                authorization: try bearer([:], ["alg": "RS256", "kid": key.id, "crit": ["x"], "x": 1]),
                refusal: .malformed),
        ]
    }

    private static func signatures(for bot: Bot, key: ServiceKey, bearer: Bearer) throws -> [TokenCase] {
        let parts = try bearer([:], nil).dropFirst(7).split(separator: ".").map(String.init)
        let stranger = ServiceKey(try Bot.otherKey.get(), id: key.id, endorsements: ["msteams"])
        let none = try ServiceKey.part(["alg": "none", "kid": key.id])
        let signed = "\(try ServiceKey.part(["alg": "HS256", "kid": key.id])).\(parts[1])"
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(signed.utf8), using: SymmetricKey(data: Data(key.publicPEM.utf8)))
        let other = try ServiceKey.part(bot.claims(["aud": bot.standIn.appID, "name": "mallory"]))
        return [
            TokenCase(name: "not signed", authorization: "Bearer \(none).\(parts[1]).", refusal: .algorithm),
            TokenCase(
                name: "none with a signature", authorization: "Bearer \(none).\(parts[1]).\(parts[2])",
                refusal: .algorithm),
            TokenCase(
                name: "the public key as a secret",
                authorization: "Bearer \(signed).\(ServiceKey.base64URL(Data(code)))", refusal: .algorithm),
            TokenCase(
                name: "RS384", authorization: try bearer([:], ["alg": "RS384", "kid": key.id]), refusal: .algorithm),
            TokenCase(name: "no algorithm", authorization: try bearer([:], ["kid": key.id]), refusal: .algorithm),
            TokenCase(
                name: "unknown key", authorization: try bearer([:], ["alg": "RS256", "kid": "key-9"]),
                refusal: .unknownKey),
            TokenCase(name: "no key id", authorization: try bearer([:], ["alg": "RS256"]), refusal: .unknownKey),
            TokenCase(
                name: "another key of that name", authorization: "Bearer \(try stranger.token(claims: bot.claims()))",
                refusal: .signature),
            TokenCase(
                name: "other claims", authorization: "Bearer \(parts[0]).\(other).\(parts[2])", refusal: .signature),
            TokenCase(
                name: "half a signature", authorization: "Bearer \(parts[0]).\(parts[1]).\(parts[2].prefix(100))",
                refusal: .signature),
            TokenCase(name: "no signature", authorization: "Bearer \(parts[0]).\(parts[1]).", refusal: .signature),
        ]
    }

    private static func claims(for bot: Bot, bearer: Bearer) throws -> [TokenCase] {
        let now = Int(bot.time.source.now().timeIntervalSince1970)
        let app = bot.standIn.appID
        func refused(
            _ name: String, _ changes: [String: (any Sendable)?], _ reason: AuthenticationError.Reason?,
            _ peers: Peers = .agree
        ) throws -> TokenCase {
            TokenCase(name: name, authorization: try bearer(changes, nil), refusal: reason, peers: peers)
        }
        return [
            try refused("another issuer", ["iss": "https://api.botframework.us"], .issuer),
            try refused("no issuer", ["iss": nil], .issuer),
            try refused("an issuer that begins so", ["iss": "https://api.botframework.com.evil.example"], .issuer),
            try refused(
                "the issuer of Entra", ["iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"],
                .issuer, .unasked),
            try refused("another bot", ["aud": "11111111-1111-4111-8111-111111111111"], .audience),
            try refused("no audience", ["aud": nil], .audience),
            try refused("an address as audience", ["aud": "api://\(app)"], .audience, .differ("extra audiences")),
            try refused("audiences", ["aud": [app, "x"]], .audience, .differ("extra audiences")),
            try refused("expired within the leeway", ["exp": now - 200], nil),
            try refused("expired", ["exp": now - 400], .expired),
            try refused("no expiry", ["exp": nil], .expired, .differ("a token has to expire")),
            try refused("an expiry that is no number", ["exp": "soon"], .expired),
            try refused("early within the leeway", ["nbf": now + 200], nil),
            try refused("early", ["nbf": now + 400], .notYetValid),
            try refused("issued in future", ["iat": now + 400], .notYetValid),
            try refused("no beginning", ["nbf": nil], nil),
            try refused("no service URL", ["serviceurl": nil], .serviceURL),
            try refused("another service URL", ["serviceurl": "https://evil.example/"], .serviceURL),
            try refused(
                "a claim in camel case", ["serviceurl": nil, "serviceUrl": bot.address.serviceURL], .serviceURL),
            try refused(
                "a service URL without slash", ["serviceurl": bot.address.base], nil, .differ("trailing slash")),
        ]
    }

    private static func contexts(for bot: Bot, key: ServiceKey, bearer: Bearer) throws -> [TokenCase] {
        let right = try bearer([:], nil)
        let tenant: JSON = ["id": "a:1x", "conversationType": "personal", "tenantId": "someone-else"]
        return [
            TokenCase(
                name: "a key without endorsements",
                authorization: try bearer([:], ["alg": "RS256", "kid": "key-plain"]), refusal: .endorsement,
                peers: .differ("endorsements")),
            TokenCase(
                name: "a key for other channels",
                authorization: try bearer([:], ["alg": "RS256", "kid": "key-web"]), refusal: .endorsement,
                peers: .differ("endorsements")),
            TokenCase(
                name: "a channel not endorsed", authorization: right, activity: ["channelId": "directline"],
                refusal: .endorsement, peers: .differ("endorsements")),
            TokenCase(
                name: "no channel", authorization: right, activity: ["channelId": .null], refusal: .endorsement,
                peers: .differ("endorsements")),
            TokenCase(
                name: "an activity with another service URL", authorization: right,
                activity: ["serviceUrl": "https://smba.trafficmanager.net/emea/"], refusal: .serviceURL),
            TokenCase(
                name: "another tenant", authorization: right, activity: ["conversation": tenant, "channelData": .null],
                refusal: .tenant, peers: .differ("tenants are ours to check")),
            TokenCase(
                name: "two tenants", authorization: right, activity: ["conversation": tenant], refusal: .tenant,
                peers: .differ("tenants are ours to check")),
            TokenCase(
                name: "no tenant", authorization: right,
                activity: ["conversation": ["id": "a:1x"], "channelData": .null], refusal: .tenant,
                peers: .differ("tenants are ours to check")),
        ]
    }
}
