import Hummingbird
import Logging
import NIOCore

/// Gives each request an id, which its log lines and its answer carry, and counts and measures it.
///
/// A log says where a request went and how it ended: no header, no query, nothing of a body.
struct RequestRecord<Context: RequestContext>: RouterMiddleware {
    let metrics: Metrics

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        } catch {
            context.logger.error(
                "a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        let duration = ContinuousClock.now - start
        let isGood = response.status.code < 500
        metrics.count(.requests, ["result": isGood ? "success" : "error"])
        metrics.measure(.requestDuration, duration)
        let level: Logger.Level = isGood ? (response.status.code < 400 ? .debug : .info) : .warning
        context.logger.log(
            level: level, "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "milliseconds": "\(Int(duration / .milliseconds(1)))",
            ])
        // The id that the server gave the request for its log; a logger that keeps nothing has none.
        response.headers[.requestID] = context.logger[metadataKey: "hb.request.id"]?.description
        return response
    }
}
