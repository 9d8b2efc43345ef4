import AsyncHTTPClient
import Foundation
import Health
import NIOCore

extension HealthReport {
    /// The answer that a program beside the application got.
    init(asked answer: String) throws {
        do {
            self = try JSONDecoder().decode(HealthReport.self, from: Data(answer.utf8))
        } catch {
            throw DeploymentError("the application's health report makes no sense: \(answer.prefix(200))")
        }
    }

    /// True when a server answers there at all.
    static func isAlive(_ address: String) async -> Bool {
        let response = try? await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(address)/api/live"), timeout: .seconds(2))
        return response != nil
    }

    /// Asks a server that can be reached from here.
    /// - Parameter address: such as http://127.0.0.1:3978.
    static func asked(of address: String) async throws -> HealthReport {
        let request = HTTPClientRequest(url: "\(address)/api/health?detail=true")
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: 1 << 20)
            return try JSONDecoder().decode(HealthReport.self, from: Data(body.readableBytesView))
        } catch {
            throw DeploymentError(
                "no health report comes from \(address): \(error)", hints: ["reva status", "reva up"],
                isUnreachable: true)
        }
    }
}
