import AsyncHTTPClient
import Crypto
import Foundation
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import ReleaseDemo

@Suite struct WebhookTests {
    /// A server that takes events, and refuses the first few.
    private final class Receiver: Sendable {
        struct Delivery: Sendable {
            let id: String
            let signature: String
            let body: Data
        }

        let taken = Mutex<[Delivery]>([])
        let refusals: Mutex<Int>
        init(refusals: Int) { self.refusals = Mutex(refusals) }

        func application(_ started: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
            let router = Router()
            router.post("events") { request, _ in
                let body = Data(buffer: try await request.body.collect(upTo: 1 << 20))
                let isRefused = self.refusals.withLock { left in
                    left -= 1
                    return left >= 0
                }
                if isRefused { return HTTPResponse.Status.serviceUnavailable }
                func header(_ name: String) -> String {
                    request.headers.first { $0.name.canonicalName == name }?.value ?? ""
                }
                let delivery = Delivery(
                    id: header("x-release-event-id"), signature: header("x-hub-signature-256"), body: body)
                self.taken.withLock { $0.append(delivery) }
                return .ok
            }
            return Application(
                router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { await started($0.localAddress?.port ?? 0) }, logger: quiet)
        }
    }

    private func deliveries(refusals: Int, rounds: Int) async throws -> (world: World, taken: [Receiver.Delivery]) {
        let receiver = Receiver(refusals: refusals)
        let begin = Date(timeIntervalSince1970: 1_790_000_000)
        var world = Sample.world(at: begin)
        world.advance(to: begin + 1_200)
        let moved = world
        try await withLive({ receiver.application($0) }) { port in
            let webhook = Webhook(url: "http://127.0.0.1:\(port)/events", secret: "geheim", logger: quiet)
            await webhook.deliver(moved.events)
            for _ in 0..<rounds { await webhook.deliver([]) }
        }
        return (moved, receiver.taken.withLock { $0 })
    }

    @Test("each event arrives once, in order, and signed; what was refused comes again")
    func delivery() async throws {
        let (world, taken) = try await deliveries(refusals: 3, rounds: 3)
        #expect(taken.map(\.id) == world.events.map(\.id))
        #expect(taken.count > 10)
        for delivery in taken {
            let digest = HMAC<SHA256>.authenticationCode(
                for: delivery.body, using: SymmetricKey(data: Data("geheim".utf8)))
            #expect(delivery.signature == "sha256=" + digest.map { String(format: "%02x", $0) }.joined())
            let body = try #require(try JSONSerialization.jsonObject(with: delivery.body) as? [String: Any])
            #expect((body["release"] as? [String: Any])?["id"] as? String != nil)
        }
    }

    @Test("an event that is refused five times is given up, and the next ones go on")
    func givingUp() async throws {
        let (world, taken) = try await deliveries(refusals: 5, rounds: 5)
        #expect(taken.map(\.id) == world.events.dropFirst().map(\.id))
    }
}
