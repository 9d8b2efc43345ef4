import Foundation

/// A request to the API, taken apart: who asks what of which thing.
struct Call: Sendable {
    let method: String
    /// What stands behind `/api/v1/`: the resource, the id of a thing (a path), and what is asked of it.
    let resource: String
    let id: String
    let action: [String]
    let query: [String: String]
    let body: Data
    let account: Account

    /// - Parameter path: percent-encoded, as it came.
    /// - Throws: 400 for a path with dots or encoded slashes in it, 404 for one that is none of the API's.
    init(method: String, path: Substring, query: [String: String], body: Data, account: Account) throws(Refusal) {
        var segments: [String] = []
        for raw in path.split(separator: "/", omittingEmptySubsequences: true) {
            guard let segment = raw.removingPercentEncoding, !segment.contains(where: { "/\\\0".contains($0) }),
                segment != "..", segment != "."
            else { throw .badRequest("Ambiguous path: \(path)") }
            segments.append(segment)
        }
        guard let resource = segments.first else { throw .notFound(String(path)) }
        let isArchived = segments.dropFirst().first == "archived"
        let rest = segments.dropFirst(isArchived ? 2 : 1)
        let parts = rest.prefix { Self.isPart(of: $0) }
        self.method = method
        self.resource = isArchived ? "archived" : resource
        id = parts.joined(separator: "/")
        action = Array(rest.dropFirst(parts.count))
        self.query = query
        self.body = body
        self.account = account
    }

    /// Whether a segment is part of an id: a word of the product and a number or digits of its own.
    private static func isPart(of segment: String) -> Bool {
        segment == "Applications" || segment == "Risk"
            || segment.wholeMatch(of: /(Folder|Release|Phase|Task|Variable|Team|GateCondition)[0-9A-Za-z_]+/) != nil
    }

    /// - Throws: 400 when the body is not JSON of this shape; an empty one is an empty object.
    func read<Body: Decodable>(_ type: Body.Type = Body.self) throws(Refusal) -> Body {
        do {
            return try Self.decoder.decode(type, from: body.isEmpty ? Data("{}".utf8) : body)
        } catch {
            throw .badRequest("Cannot read the request's body as \(type)")
        }
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let date = APIDate.parse(text) else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
            }
            return date
        }
        return decoder
    }

    /// One page of what was found: `page` from 0, `resultsPerPage` at most 100.
    func page<Element>(of all: [Element]) throws(Refusal) -> [Element] {
        let size = Int(query["resultsPerPage"] ?? query["numberbypage"] ?? "100") ?? -1
        let page = Int(query["page"] ?? "0") ?? -1
        guard page >= 0, (1...100).contains(size) else {
            throw .badRequest("page must be 0 or more, and resultsPerPage from 1 to 100")
        }
        let (start, overflow) = page.multipliedReportingOverflow(by: size)
        return overflow ? [] : Array(all.dropFirst(start).prefix(size))
    }
}
