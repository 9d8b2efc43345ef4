import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// One attempt that failed: what to say of it, and whether another may do better.
struct Failure: Error {
    let error: ReleaseError
    let isPassing: Bool
    var retryAfter: Duration?

    /// No whole answer came.
    init(of request: ReleaseRequest, _ cause: any Error, at address: ReleaseAddress) {
        if cause is NIOTooManyBytesError {
            error = ReleaseError(
                .unexpected, "the answer of Release to \(request.path) is too large",
                hints: ["ask for less: a smaller page, or a narrower search"])
            isPassing = false
        } else if Self.neverArrived(cause) {
            error = ReleaseError(
                .unreachable, "Release cannot be reached at \(address): nothing was done",
                hints: ["try again later, and tell whoever runs Release when it stays so"])
            isPassing = true
        } else {
            let isLate = [.readTimeout, .deadlineExceeded].contains(cause as? HTTPClientError)
            error = ReleaseError(
                .noAnswer,
                isLate
                    ? "Release did not answer in time"
                    : "the connection to Release broke before its answer was complete",
                hints: [
                    request.isReading
                        ? "try again later"
                        : "it is not known whether the change was made: read the present state before you try again"
                ])
            isPassing = !isLate
        }
    }

    private static func neverArrived(_ cause: any Error) -> Bool {
        let early: [HTTPClientError] = [.connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout]
        let refusals = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN]
        if let cause = cause as? IOError, refusals.contains(cause.errnoCode) { return true }
        return cause is NIOConnectionError || (cause as? HTTPClientError).map(early.contains) ?? false
            || "\(type(of: cause))".hasPrefix("NIOSSL")
    }

    /// Release, or something before it, refused.
    init(of request: ReleaseRequest, _ response: HTTPClientResponse, _ body: Data) {
        let status = response.status.code
        let words = Self.words(of: body, response.headers.first(name: "Content-Type"))
        let said = words.isEmpty ? "" : ": \(words)"
        isPassing = [429, 502, 503, 504].contains(status)
        retryAfter = response.headers.first(name: "Retry-After").flatMap(Int.init).map { .seconds(max(0, $0)) }
        switch status {
        case 300..<400:
            error = ReleaseError(
                .unexpected, "Release answered with a redirect, which is not followed",
                hints: ["the address of Release in the settings must be the final one: tell whoever runs this server"])
        case 401:
            error = ReleaseError(
                .unauthorized, "Release does not accept the credentials",
                hints: ["the token may have expired: a person makes a new one in Release, under Access tokens"])
        case 403:
            error = ReleaseError(
                .forbidden, "Release does not allow this\(said)",
                hints: ["ask somebody who has the permission; trying again does not help"])
        case 404:
            error = ReleaseError(
                .notFound, "Release knows no such thing\(said)",
                hints: ["search for it to get its present id; it may have been moved, archived or deleted"])
        case 429:
            error = ReleaseError(
                .throttled, "Release takes no more requests for now\(request.isReading ? "" : ": nothing was done")",
                hints: ["wait a minute"])
        case 500...:
            error = ReleaseError(
                .failed, "Release failed with status \(status)\(said)",
                hints: [
                    request.isReading
                        ? "try again later"
                        : "read the present state before you try again: the change may have been made"
                ])
        default:
            error = ReleaseError(
                .refused, "Release refuses this\(said)", hints: ["read the present state, and correct the call"])
        }
    }

    /// What Release says, as one line; pages of HTML are no words.
    private static func words(of body: Data, _ type: String?) -> String {
        guard type?.lowercased().contains("html") != true else { return "" }
        return Text.line(String(decoding: body.prefix(2_000), as: UTF8.self), limit: 300)
    }
}
