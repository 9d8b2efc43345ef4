import AsyncHTTPClient
import JSONValues
import Logging

/// The keys that Microsoft announces for inbound tokens, kept as `KeyCache` says; loaded by one request at a time.
package actor SigningKeys {
    private let metadataURL: String
    private let client: HTTPClient
    private let time: TimeSource
    private let logger: Logger
    private var cache = KeyCache()
    private var loading: Task<Void, Never>?

    package init(metadataURL: String, client: HTTPClient, time: TimeSource = .system, logger: Logger) {
        self.metadataURL = metadataURL
        self.client = client
        self.time = time
        self.logger = logger
    }

    func key(_ id: String) async throws(AuthenticationError) -> SigningKey {
        switch cache.decision(for: id, at: time.uptime()) {
        case .use: break
        case .useAndRefresh: _ = load(for: id)
        case .load: await load(for: id).value
        case .refuse(let reason): throw AuthenticationError(reason)
        }
        if let key = cache.keys[id] { return key }
        guard case .refuse(let reason) = cache.decision(for: id, at: time.uptime()) else {
            throw AuthenticationError(.unknownKey)
        }
        throw AuthenticationError(reason)
    }

    /// The load that is under way, or a new one.
    private func load(for id: String) -> Task<Void, Never> {
        if let loading { return loading }
        let task = Task {
            do {
                let keys = try await fetch()
                cache.replace(with: keys, at: time.uptime(), unknownKey: keys[id] == nil || cache.keys[id] == nil)
                logger.debug("loaded the keys of inbound tokens", metadata: ["keys": "\(keys.count)"])
            } catch {
                cache.fail(at: time.uptime())
                logger.warning("cannot load the keys of inbound tokens", metadata: ["error": "\(error)"])
            }
            loading = nil
        }
        loading = task
        return task
    }

    private func fetch() async throws -> [String: SigningKey] {
        let metadata = try await json(at: metadataURL)
        guard let address = metadata["jwks_uri"]?.string, ServiceURL(address) != nil else {
            throw TeamsError("the OpenID metadata at \(metadataURL) names no address of keys")
        }
        let keys = await SigningKey.keys(in: try await json(at: address))
        guard !keys.isEmpty else { throw TeamsError("there is no usable key at \(address)") }
        return keys
    }

    private func json(at address: String) async throws -> JSON {
        let answer = try await client.answer(to: HTTPClientRequest(url: address), timeout: .seconds(10))
        guard answer.status == 200, let json = answer.json else {
            throw TeamsError("\(address) answers with status \(answer.status), or not with JSON")
        }
        return json
    }
}
