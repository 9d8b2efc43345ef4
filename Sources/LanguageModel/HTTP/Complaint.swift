import Foundation
import JSONValues

/// What a server says is wrong: `{"error": "…"}` with Ollama, `{"error": {"message": "…", "type": "…", "code": …}}` with
/// OpenAI's protocol.
struct Complaint: Hashable {
    var text: String
    /// A word for programs, where there is one.
    var kind: String?

    /// Nil where there is no text at all; other texts than those are taken as they are.
    init?(bytes: Data) {
        if let value = try? JSON(parsing: bytes), let complaint = Complaint(in: value) {
            self = complaint
        } else {
            let text = String(decoding: bytes.prefix(200), as: UTF8.self).trimmingCharacters(
                in: .whitespacesAndNewlines)
            if text.isEmpty { return nil }
            self.text = text
        }
    }

    /// Nil where the object has no complaint.
    init?(in value: JSON) {
        guard let error = value["error"], error != .null else { return nil }
        text = error.string ?? error["message"]?.string ?? error.text
        kind = error["type"]?.string ?? error["code"]?.string
    }

    /// The value of an "error" member, or of llama.cpp's `error:` field, which is the same without the envelope.
    init(error: JSON) {
        self = Complaint(in: ["error": error["error"] ?? error]) ?? Complaint(text: error.text)
    }

    private init(text: String) { self.text = text }
}
