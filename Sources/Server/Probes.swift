import Foundation
import Health
import Hummingbird

/// What the outside asks of a server: whether it is well, whether it lives, whether it may be given work.
///
/// - `GET /api/health`: the runbook's JSON, to the letter; 200 when the status is `ok`, 503 when it is `degraded`. With
///   `?detail=true` it says of each MCP server how many tools it has, or what is wrong with it.
/// - `GET /api/live`: 200 as long as the process answers at all. It asks no other part, so that a database that is away
///   does not get the application restarted.
/// - `GET /api/ready`: 200 when the server has finished its start and the database answers, 503 otherwise.
struct Probes {
    /// A report, and what is said of it to whoever does not ask for details.
    private struct Answer: Sendable {
        let report: HealthReport
        let response: Response
    }

    private let readiness: @Sendable () async -> HealthReport
    private let health: Batches<Void, Answer>

    /// Questions for health that come at the same time are asked once for all of them, after the last of them came.
    init(
        readiness: @escaping @Sendable () async -> HealthReport, health: @escaping @Sendable () async -> HealthReport
    ) {
        self.readiness = readiness
        self.health = Batches(limit: .max) { questions in
            let report = await health()
            let response = try Self.answer(report.withoutDetail, good: report.status == .ok)
            return Array(repeating: Answer(report: report, response: response), count: questions.count)
        }
    }

    func add(to router: Router<some RequestContext>) {
        router.get("api/health") { request, _ in
            let answer = try await health.answer(to: ())
            guard request.uri.queryParameters["detail"] == "true" else { return answer.response }
            return try Self.answer(answer.report, good: answer.report.status == .ok)
        }
        router.get("api/live") { _, _ in
            try Self.answer(["status": "ok"], good: true)
        }
        router.get("api/ready") { _, _ in
            let report = await readiness()
            let ready = report.adapterInitialized && report.database
            return try Self.answer(["status": ready ? "ok" : "starting"], good: ready)
        }
    }

    private static func answer(_ body: some Encodable, good: Bool) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Response(
            status: good ? .ok : .serviceUnavailable,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(body))))
    }
}
