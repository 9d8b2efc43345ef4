import Foundation
import Recovery

/// The result of a command that another `reva` sent into a cluster: a line of the pod's log.
struct RelayedResult<Value: Encodable>: Encodable {
    var event = "result"
    let text: String
    let value: Value
}

/// Why such a command failed.
struct RelayedFailure: Codable {
    var event = "failed"
    let summary: String
    let hints: [String]
}

/// What the pod's log told, taken apart by the `reva` that follows it.
struct Relay {
    private struct Line: Decodable {
        let event: String
        let step: String?
        let seconds: Double?
        let done: Int?
        let total: Int?
        let unit: String?
        let text: String?
        let summary: String?
        let hints: [String]?
    }

    private(set) var text: String?
    /// The result's JSON, as it was written.
    private(set) var json: String?
    private(set) var failure: RelayedFailure?

    /// Takes a line; what is no event of ours is nobody's.
    mutating func take(_ line: String, tell: EventSink) {
        guard let read = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else { return }
        switch read.event {
        case "began": tell(.began(step: read.step ?? ""))
        case "progress": tell(.progress(done: read.done ?? 0, total: read.total, unit: read.unit ?? ""))
        case "ended": tell(.ended(step: read.step ?? "", seconds: read.seconds ?? 0))
        case "note": tell(.note(read.text ?? ""))
        case "warning": tell(.warning(read.text ?? ""))
        // The last word counts: a pod that was ended may have had a successor.
        case "failed":
            failure = RelayedFailure(summary: read.summary ?? "", hints: read.hints ?? [])
            (text, json) = (nil, nil)
        case "result":
            failure = nil
            text = read.text
            let whole = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]
            json = (whole?["value"])
                .flatMap { try? JSONSerialization.data(withJSONObject: $0, options: options) }
                .map { String(decoding: $0, as: UTF8.self) }
        default: break
        }
    }
}
