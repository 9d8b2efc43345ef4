import Foundation
import Hummingbird

/// What a running server counted and measured: `GET /api/metrics` for Prometheus, `GET /api/stats` as JSON.
struct MetricRoutes {
    let metrics: Metrics
    /// Brings the gauges up to date that nobody keeps.
    let refresh: @Sendable () async -> Void

    func add(to router: Router<some RequestContext>) {
        router.get("api/metrics") { _, _ in
            await refresh()
            return Self.answer(Self.prometheus(metrics.samples), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        router.get("api/stats") { _, _ in
            await refresh()
            return Self.answer(try Self.json(metrics.samples), type: "application/json")
        }
    }

    /// The text format of Prometheus, version 0.0.4.
    static func prometheus(_ samples: [Metrics.Sample]) -> String {
        var text = ""
        var last = ""
        for sample in samples {
            if sample.name != last {
                last = sample.name
                let isCounter = sample.metric.kind == .counter || sample.name.hasSuffix("_count")
                text += "# HELP \(sample.name) \(sample.metric.help)\n"
                text += "# TYPE \(sample.name) \(isCounter ? "counter" : "gauge")\n"
            }
            text += "\(sample.name)\(sample.labelText) \(sample.value)\n"
        }
        return text
    }

    /// By name: a number, or one entry for each set of labels.
    static func json(_ samples: [Metrics.Sample]) throws -> String {
        struct Entry: Encodable {
            let labels: [String: String]
            let value: Double
        }
        let entries = Dictionary(grouping: samples, by: \.name).mapValues { samples in
            samples.map { sample in
                Entry(
                    labels: Dictionary(sample.labels.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
                    value: sample.value)
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(entries), as: UTF8.self)
    }

    private static func answer(_ text: String, type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
