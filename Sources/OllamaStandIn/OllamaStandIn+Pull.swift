import Foundation
import Hummingbird

extension OllamaStandIn {
    func pull(_ question: StandInRequest, for request: Request) -> Response {
        let name = question.model ?? question.name ?? ""
        let model = library.first { $0.answers(to: name) }
        let steps =
            nextDownload() ?? model.map(Self.download) ?? [.complain("pull model manifest: file does not exist")]
        guard question.isStreamed else {
            for case .complain(let error) in steps { return Self.refusal(500, error) }
            if let model { install(model) }
            return Self.json(["status": "success"])
        }
        return stream(for: request) { writer in
            try await writer.write(line: ["status": "pulling manifest"])
            for step in steps {
                switch step {
                case .status(let status): try await writer.write(line: ["status": status])
                case .progress(let completed, let total):
                    try await writer.write(line: Self.progress(of: model, completed, total))
                case .stall: try await self.stall()
                case .complain(let error): return try await writer.write(line: ["error": error])
                case .cut: throw Cut()
                }
            }
            if let model { self.install(model) }
            try await writer.write(line: ["status": "success"])
        }
    }

    private static func download(_ model: StandInModel) -> [StandInDownload] {
        [
            .progress(completed: 0, total: model.size), .progress(completed: model.size / 2, total: model.size),
            .progress(completed: model.size, total: model.size), .status("verifying sha256 digest"),
            .status("writing manifest"),
        ]
    }

    private static func progress(of model: StandInModel?, _ completed: Int64, _ total: Int64) -> [String: Any] {
        let digest = model?.digest ?? String(repeating: "0", count: 64)
        return [
            "status": "pulling \(digest.prefix(12))", "digest": "sha256:\(digest)", "completed": completed,
            "total": total,
        ]
    }
}
