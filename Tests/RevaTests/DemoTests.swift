import AsyncHTTPClient
import Foundation
import Hummingbird
import PostgresTesting
import RevaTesting
import Subprocess
import Testing

@Suite("reva demo", .postgresWithVector, .timeLimit(.minutes(3))) struct DemoTests {
    private struct Started: Decodable {
        let address: String
        let variables: [String: String]?
        let token: String?
    }

    @Test("a reva serve with the variables of reva demo teams answers what is said there, and believes its token")
    func teams() async throws {
        let site = try Site()
        // Each has to know the other's address: where something has been, the bot can be.
        let address = try await Self.running(["demo", "teams", "--port", "0"], site.reva) { $0.address }
        let port = try #require(address.split(separator: ":").last.map(String.init))
        let messages = "\(address)/api/messages"
        try await Self.running(["demo", "teams", "--port", "0", "--bot", messages], site.reva) { cloud in
            var reva = site.reva
            reva.variables.merge(cloud.variables ?? [:]) { $1 }
            let serve = ["serve", "--port", port, "--database-url", site.database.url]
            try await Self.running(serve, reva) { _ in
                var say = HTTPClientRequest(url: "\(cloud.address)/say")
                say.method = .POST
                say.body = .bytes(ByteBuffer(string: "version"))
                let answer = try await HTTPClient.shared.execute(say, timeout: .seconds(60))
                #expect(answer.status == .ok)
                let text = String(buffer: try await answer.body.collect(upTo: 1 << 16))
                #expect(text.contains("0.1.0"), "\(text)")

                var post = HTTPClientRequest(url: messages)
                post.method = .POST
                post.headers.add(name: "Content-Type", value: "application/json")
                post.headers.add(name: "Authorization", value: "Bearer \(try #require(cloud.token))")
                post.body = .bytes(ByteBuffer(string: "{}"))
                // No activity; nobody without a right token is told so.
                #expect(try await HTTPClient.shared.execute(post, timeout: .seconds(15)).status == .badRequest)
            }
        }
    }

    /// Starts a command that says as JSON where it is, lends that, and stops it.
    private static func running<Value: Sendable>(
        _ arguments: [String], _ reva: RevaProgram, _ body: (Started) async throws -> Value
    ) async throws -> Value {
        let result = try await Subprocess.run(
            .path(RevaProgram.path), arguments: Arguments(arguments + ["--format", "json"]),
            environment: reva.environment, input: .none, output: .sequence, error: .discarded
        ) { execution -> Value in
            var text = ""
            for try await buffer in execution.standardOutput {
                text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                if text.hasSuffix("}\n") { break }
            }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(try JSONDecoder().decode(Started.self, from: Data(text.utf8))))
            } catch {
                result = .failure(error)
            }
            try execution.send(signal: .terminate)
            return try result.get()
        }
        #expect(result.terminationStatus.isSuccess)
        return result.closureResult
    }
}
