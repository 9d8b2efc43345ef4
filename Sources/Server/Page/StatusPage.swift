import Foundation
import Health
import Hummingbird
import NIOCore

/// `GET /`: for whoever opens the address in a browser: is it well, what is there, what to do next. One page without
/// anything from elsewhere, and without anything of what people wrote.
struct StatusPage {
    let health: @Sendable () async -> HealthReport
    /// What else is to be said, such as of the backups; the values show as they are.
    let facts: @Sendable () async -> [Fact]

    func add(to router: Router<some RequestContext>) {
        router.get("/") { _, _ in
            async let report = health()
            async let more = facts()
            let text = Self.html(await Self.facts(of: report) + more, isWell: await report.status == .ok)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
                    .xContentTypeOptions: "nosniff",
                ],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private static func facts(of report: HealthReport) -> [Fact] {
        var facts = [
            Fact("Server", report.adapterInitialized ? "ready" : "starting"),
            Fact(
                "Database", report.database ? "answers" : "does not answer",
                advice: report.database ? nil : "reva status"),
        ]
        for (name, server) in report.mcp.sorted(by: { $0.key < $1.key }) {
            facts.append(
                Fact(
                    "Tools of \(name)", server.connected ? "\(server.tools ?? 0) tools" : "not connected",
                    advice: server.connected ? nil : "reva recover mcp"))
        }
        return facts
    }

    static func html(_ facts: [Fact], isWell: Bool) -> String {
        let rows = facts.map { fact in
            let advice = fact.advice.map { "<br><code>\(escaped($0))</code>" } ?? ""
            return "<tr><th>\(escaped(fact.name))</th><td>\(escaped(fact.value))\(advice)</td></tr>"
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Reva</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
            body { color: #1b1b1b; background: #fff; } th { text-align: left; padding-right: 2rem; vertical-align: top; }
            .good { color: #0b6a0b; } .bad { color: #a4262c; } code { background: #eee; padding: .1rem .3rem; }
            @media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b; } code { background: #333; }
            .good { color: #6ccb5f; } .bad { color: #ff99a4; } }
            </style></head><body>
            <h1>Reva</h1>
            <p class="\(isWell ? "good" : "bad")">\(isWell ? "All is well." : "Something is wrong.")</p>
            <table>\(rows.joined(separator: "\n"))</table>
            <h2>What to do next</h2>
            <p>\(isWell ? "Ask Reva in Teams, or in a terminal:" : "Ask what is broken, and what to do about it:") \
            <code>\(isWell ? "reva chat" : "reva status")</code></p>
            <p>Take a backup and prove it: <code>reva backup</code></p>
            <p><a href="/api/health?detail=true">health</a> · <a href="/api/metrics">metrics</a> ·
            <a href="/api/stats">stats</a></p>
            </body></html>

            """
    }

    private static func escaped(_ text: String) -> String {
        text
            .replacingOccurrences(of: "&", with: "&amp;", options: .literal)
            .replacingOccurrences(of: "<", with: "&lt;", options: .literal)
            .replacingOccurrences(of: ">", with: "&gt;", options: .literal)
    }
}
