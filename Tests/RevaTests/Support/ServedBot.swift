import Foundation
import Logging
import OllamaStandIn
import PostgresTesting
import RevaTesting
import ServiceLifecycle
import TeamsStandIn
import Testing

/// The built program as a bot, with a home of its own, between stand-ins of Microsoft's cloud and of a model. The stand-ins
/// live on when it does not.
struct ServedBot: Sendable {
    let reva: RevaProgram
    let cloud: StandInCloud
    let model: OllamaStandIn
    private let standIn: StandInCloud.Address

    static func with(_ body: @escaping @Sendable (ServedBot) async throws -> Void) async throws {
        guard let installation = try await TestInstallations.withVector.last else {
            try Test.cancel("no PostgreSQL with pgvector here: name its bin folder in REVA_TEST_POSTGRES")
        }
        let home = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: home.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home.string) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let cloud = try StandInCloud(logger: logger)
        let model = OllamaStandIn()
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            services: [model.application(logger: logger) { started.yield($0) }], logger: logger)
        let task = Task { try await group.run() }
        let result: Result<Void, any Error>
        do {
            var port = ports.makeAsyncIterator()
            let modelPort = try #require(await port.next())
            try await cloud.serve { standIn in
                var reva = RevaProgram(home: home, binaries: installation.binFolder)
                reva.variables.merge(
                    [
                        "REVA_TEAMS_APP_ID": cloud.appID, "REVA_TEAMS_APP_SECRET": cloud.secret,
                        "REVA_TEAMS_TENANTS": cloud.tenantID, "REVA_TEAMS_METADATA_URL": standIn.metadataURL,
                        "REVA_TEAMS_ISSUER": cloud.issuer, "REVA_TEAMS_LOGIN_URL": standIn.loginURL,
                        "REVA_TEAMS_SERVICE_URL": standIn.serviceURL, "REVA_MODEL_NAME": "stand-in",
                        "REVA_MODEL_URL": "http://127.0.0.1:\(modelPort)",
                    ], uniquingKeysWith: { $1 })
                try await body(ServedBot(reva: reva, cloud: cloud, model: model, standIn: standIn))
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        _ = await task.result
        try result.get()
    }

    /// Where a running one takes what people say.
    func address(of up: RunningReva) -> BotAddress {
        BotAddress(url: "\(up.address)/api/messages", cloud: cloud, standIn: standIn)
    }

    /// Texts of the messages so far, without the pieces of those that were streamed.
    var messages: [String] {
        get async {
            await cloud.deliveries.filter { $0.string("type") == "message" }.map { $0.string("text") ?? "" }
        }
    }

    /// Returns when nothing that was said waits for an answer any more; the test's own limit ends a wait in vain.
    func hasAnswered(_ up: RunningReva) async throws {
        while try await up.psql("SELECT count(*) FROM inbox WHERE finished_at IS NULL") != "0" {
            // The database announces nothing.
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
