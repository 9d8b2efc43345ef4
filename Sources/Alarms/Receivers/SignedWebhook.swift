import Crypto
import Foundation

/// An address that takes messages as JSON, signed by the rules of standardwebhooks.com.
///
/// `webhook-id` is the message's, `webhook-timestamp` the second it is sent, `webhook-signature` is `v1,` and the base64 of
/// the HMAC-SHA256 of `ID.TIMESTAMP.BODY`. A receiver that refuses old time stamps and ids it has seen cannot be deceived
/// with a recorded message.
package struct SignedWebhook: AlarmReceiver {
    package let name = "webhook"
    private let exchange: Exchange
    private let key: SymmetricKey?

    /// - Parameter secret: `whsec_` and base64, or any text, whose bytes are the key; without one nothing is signed.
    package init(url: String, secret: String?, patience: Duration = .seconds(10)) {
        exchange = Exchange(receiver: "the webhook", url: url, patience: patience)
        key = secret.map { SymmetricKey(data: Self.bytes(of: $0)) }
    }

    private static func bytes(of secret: String) -> Data {
        let prefix = "whsec_"
        guard secret.hasPrefix(prefix), let bytes = Data(base64Encoded: String(secret.dropFirst(prefix.count))) else {
            return Data(secret.utf8)
        }
        return bytes
    }

    package func send(_ notice: Notice) async throws { try await send(notice, at: Date()) }

    func send(_ notice: Notice, at now: Date) async throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try encoder.encode(notice)
        let second = String(Int(now.timeIntervalSince1970))
        var headers = [("webhook-id", notice.id), ("webhook-timestamp", second)]
        if let key {
            let signed = Data("\(notice.id).\(second).".utf8) + body
            let code = Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
            headers.append(("webhook-signature", "v1,\(code)"))
        }
        try await exchange.post(body, headers: headers)
    }
}
