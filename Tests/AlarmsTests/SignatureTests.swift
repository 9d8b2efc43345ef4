import Crypto
import Foundation
import Testing

@testable import Alarms

@Suite("A signed webhook")
struct SignatureTests {
    @Test("is signed as standardwebhooks.com says, with its own example")
    func example() async throws {
        // The example of the specification's libraries: id, time stamp, body and secret, and the signature they give.
        let key = try #require(Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signed = Data("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}".utf8)
        let code = Data(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key)))
        #expect(code.base64EncodedString() == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(
        "can be checked by whoever has the secret",
        arguments: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a plain text"])
    func checked(secret: String) async throws {
        let receiver = StandInReceiver()
        let notice = Notice(.test, of: "test", title: "a test", lines: [.init(text: "words")], at: Date())
        let now = Date(timeIntervalSince1970: 1_773_540_000.9)
        try await receiver.listen { try await SignedWebhook(url: $0, secret: secret).send(notice, at: now) }
        let message = try #require(receiver.received.first)
        #expect(message.headers["webhook-id"] == notice.id)
        #expect(message.headers["webhook-timestamp"] == "1773540000")
        let key = Data(base64Encoded: String(secret.trimmingPrefix("whsec_"))).flatMap { $0.isEmpty ? nil : $0 }
        let bytes = secret.hasPrefix("whsec_") ? try #require(key) : Data(secret.utf8)
        let signed = Data("\(notice.id).1773540000.".utf8) + message.body
        let code = Data(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: bytes)))
        #expect(message.headers["webhook-signature"] == "v1,\(code.base64EncodedString())")
        let json = try message.json()
        #expect(json["kind"] as? String == "test" && json["installation"] as? String == "test")
        #expect((json["lines"] as? [[String: Any]])?.first?["text"] as? String == "words")
    }

    @Test("is not signed without a secret")
    func unsigned() async throws {
        let receiver = StandInReceiver()
        let notice = Notice(.test, of: "test", title: "a test", lines: [], at: Date())
        try await receiver.listen { try await SignedWebhook(url: $0, secret: nil).send(notice) }
        #expect(receiver.received.map { $0.headers["webhook-signature"] } == [nil])
    }
}
