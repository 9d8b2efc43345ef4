import Foundation
import Logging

/// Microsoft's cloud as a bot sees it, on this machine: OpenID metadata, keys, the token endpoint and the connector.
///
/// It shares no code with the bot, so that both cannot be wrong in the same way. It checks what Microsoft checks: tokens,
/// sizes, rates, one operation at a time in a conversation, and the rules of streamed answers. Faults can be switched on.
package actor StandInCloud {
    package nonisolated let appID: String
    package nonisolated let secret: String
    package nonisolated let tenantID: String
    /// What the OpenID metadata calls the issuer, and inbound tokens carry.
    package nonisolated let issuer = "https://api.botframework.com"
    let logger: Logger

    /// The published keys; the first one signs.
    package private(set) var keys: [ServiceKey]
    /// How often each part was asked.
    package private(set) var requests: [Fault.Place: Int] = [:]
    package private(set) var deliveries: [Delivery] = []
    /// The Authorization header that the connector saw last.
    package private(set) var lastAuthorization: String?
    /// How long outbound tokens last, in seconds.
    package var tokenLifetime = 3599
    /// Whether more than seven requests a second to a conversation are refused.
    package var limitsRates = true

    private var faults: [Fault.Place: [Fault]] = [:]
    private var standingFaults: [Fault.Place: Fault] = [:]
    private var issued: Set<String> = []
    private var nextID = 1
    private var busy: Set<String> = []
    private var followers: [String: AsyncStream<Delivery>.Continuation] = [:]
    private var times: [String: [ContinuousClock.Instant]] = [:]
    var streams: [String: StreamState] = [:]
    var members: [String: [[String: any Sendable]]] = [:]

    /// - Parameter keys: nil makes one, which takes a moment.
    package init(
        appID: String = "00000000-0000-4000-8000-00000000b071", secret: String = "not-a-secret",
        tenantID: String = "00000000-0000-4000-8000-000000007e4a", keys: [ServiceKey]? = nil, logger: Logger
    ) throws {
        self.appID = appID
        self.secret = secret
        self.tenantID = tenantID
        self.logger = logger
        self.keys = try keys ?? [ServiceKey(id: "key-1")]
    }

    // MARK: Switches

    /// The next requests to a part fail so, one fault each, in this order.
    package func fail(_ place: Fault.Place, _ faults: Fault...) { self.faults[place, default: []] += faults }

    /// All requests to a part fail so from now on; nil ends it.
    package func failAlways(_ place: Fault.Place, _ fault: Fault?) { standingFaults[place] = fault }

    /// Publishes other keys; the first one signs from now on.
    package func publish(_ keys: [ServiceKey]) { self.keys = keys }

    /// No outbound token issued so far is taken any more.
    package func revokeTokens() { issued = [] }

    package func setTokenLifetime(_ seconds: Int) { tokenLifetime = seconds }
    package func setLimitsRates(_ value: Bool) { limitsRates = value }

    /// Who is in a conversation: `id`, `name`, `aadObjectId` …
    package func setMembers(_ members: [[String: any Sendable]], of conversation: String) {
        self.members[conversation] = members
    }

    // MARK: For the routes

    func fault(at place: Fault.Place) -> Fault {
        requests[place, default: 0] += 1
        if let first = faults[place]?.first {
            faults[place]?.removeFirst()
            return first
        }
        return standingFaults[place] ?? .none
    }

    func issueToken() -> String {
        let token = "outbound-\(UUID().uuidString)"
        issued.insert(token)
        return token
    }

    /// A token as Teams sends one with an activity.
    package func inboundToken(serviceURL: String) throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        return try keys[0].token(claims: [
            "serviceurl": serviceURL, "iss": issuer, "aud": appID, "nbf": now - 300, "exp": now + 3600,
        ])
    }

    func isAuthorized(_ authorization: String?) -> Bool {
        guard let authorization else { return false }
        lastAuthorization = authorization
        return authorization.hasPrefix("Bearer ") && issued.contains(String(authorization.dropFirst(7)))
    }

    /// False while another operation on the conversation is under way.
    func begin(_ conversation: String) -> Bool { busy.insert(conversation).inserted }

    func end(_ conversation: String) { busy.remove(conversation) }

    /// False when more was sent to the conversation within a second than Teams takes from a bot.
    func isWithinRate(_ conversation: String) -> Bool {
        guard limitsRates else { return true }
        let now = ContinuousClock.now
        var recent = times[conversation, default: []].filter { now - $0 < .seconds(1) }
        guard recent.count < 7 else { return false }
        recent.append(now)
        times[conversation] = recent
        return true
    }

    func newID() -> String {
        nextID += 1
        return "1700000000\(100 + nextID)"
    }

    func record(_ kind: Delivery.Kind, conversation: String, activity: String, body: Data) {
        let delivery = Delivery(kind: kind, conversation: conversation, activity: activity, body: body)
        deliveries.append(delivery)
        // A stand-in that runs for weeks must not keep them all.
        if deliveries.count > 10_000 { deliveries.removeFirst(1000) }
        for follower in followers.values { follower.yield(delivery) }
    }

    /// Everything that the bot does from now on, until the sequence is no longer read.
    package func follow() -> AsyncStream<Delivery> {
        let number = newID()
        let (stream, follower) = AsyncStream.makeStream(of: Delivery.self, bufferingPolicy: .bufferingNewest(1000))
        followers[number] = follower
        follower.onTermination = { _ in Task { await self.forget(number) } }
        return stream
    }

    private func forget(_ follower: String) { followers[follower] = nil }

    func exists(_ activity: String, in conversation: String) -> Bool {
        let history = deliveries.filter { $0.conversation == conversation && $0.activity == activity }
        return !history.isEmpty && history.last?.kind != .deleted
    }
}
