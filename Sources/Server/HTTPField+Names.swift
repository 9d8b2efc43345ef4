import Hummingbird

/// HTTPTypes is not imported for one name.
typealias HTTPField = HTTPFields.Element

// Both are valid tokens of HTTP, so neither is nil.
extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let hubSignature = HTTPField.Name("X-Hub-Signature-256")!
}
