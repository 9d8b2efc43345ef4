import Crypto
import Foundation
import Hummingbird
import Logging
import NIOCore

/// `POST /api/events/release`: Release tells what happens, signed (docs/release-mcp.md). 202 says that all subscribers
/// will be told; everything else that it did not arrive, so that it is sent again.
struct ReleaseWebhook {
    /// Nil refuses everything: anybody could tell people anything.
    let secret: String?
    let desk: NewsDesk
    let logger: Logger

    private static let sizeLimit = 256 << 10

    func add(to router: Router<some RequestContext>) {
        let key = secret.map { SymmetricKey(data: Data($0.utf8)) }
        router.post("api/events/release") { request, _ in
            guard let key, let signature = request.headers[.hubSignature] else { throw HTTPError(.unauthorized) }
            let body: Data
            do {
                body = Data(buffer: try await request.body.collect(upTo: Self.sizeLimit))
            } catch is NIOTooManyBytesError {
                throw HTTPError(.contentTooLarge)
            }
            guard Self.isSigned(body, by: key, signature: signature) else { throw HTTPError(.unauthorized) }
            guard let event = try? JSONDecoder().decode(Event.self, from: body), let news = event.news else {
                throw HTTPError(.badRequest, message: "the body is no event of Release")
            }
            do {
                try await desk.announce(news, source: "webhook")
            } catch {
                logger.warning("an event of Release was not recorded", metadata: ["error": "\(error)"])
                throw HTTPError(.serviceUnavailable)
            }
            return Response(status: .accepted)
        }
    }

    /// Compares in the same time whatever is wrong.
    static func isSigned(_ body: Data, by key: SymmetricKey, signature: String) -> Bool {
        guard signature.hasPrefix("sha256=") else { return false }
        let digits = Array(signature.dropFirst(7).utf8)
        guard digits.count == 64 else { return false }
        var code: [UInt8] = []
        for place in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) else {
                return false
            }
            code.append(byte)
        }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: key)
    }

    /// The body; fields that are not here do not matter.
    private struct Event: Decodable {
        struct Release: Decodable {
            let id: String
            let title: String
            let status: String?
            let folderId: String?
        }

        struct Task: Decodable {
            let title: String
        }

        let eventType: String
        let date: String
        let username: String?
        let message: String?
        let release: Release
        let task: Task?

        /// Nil where a text is longer than any of Release's, or the date is none.
        var news: News? {
            guard let date = News.date(date), eventType.utf8.count <= 100, release.id.utf8.count <= 1000,
                release.title.utf8.count <= 2000
            else { return nil }
            return News(
                kind: eventType, id: release.id, title: release.title, status: release.status, task: task?.title,
                message: String((message ?? "").prefix(500)), person: username, date: date, folder: release.folderId)
        }
    }
}
