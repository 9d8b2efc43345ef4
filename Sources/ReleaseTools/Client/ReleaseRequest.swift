import Foundation
import NIOHTTP1

/// One request to the API.
struct ReleaseRequest: Sendable {
    let method: HTTPMethod
    let path: String
    var query: [(String, String)] = []
    var body: Data?
    /// Whether it changes nothing, so that it may be sent again when it failed.
    let isReading: Bool

    static func get(_ path: String, _ query: [(String, String)] = []) -> Self {
        Self(method: .GET, path: path, query: query, isReading: true)
    }

    /// A search, which the API takes by POST.
    static func search(_ path: String, _ query: [(String, String)] = [], _ body: some Encodable) -> Self {
        Self(method: .POST, path: path, query: query, body: encoded(body), isReading: true)
    }

    static func change(
        _ method: HTTPMethod = .POST, _ path: String, _ query: [(String, String)] = [],
        _ body: some Encodable = [String: String]()
    ) -> Self {
        Self(method: method, path: path, query: query, body: encoded(body), isReading: false)
    }

    private static func encoded(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        // The bodies are small structs of this module, which hold nothing that JSON cannot say.
        return (try? encoder.encode(value)) ?? Data()
    }

    func url(at address: ReleaseAddress) -> String {
        let pairs = query.map { "\($0)=\(Self.escaped($1))" }
        return "\(address.base)/api/v1/\(path)\(pairs.isEmpty ? "" : "?")\(pairs.joined(separator: "&"))"
    }

    /// A text as a part of a path or of a query.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
