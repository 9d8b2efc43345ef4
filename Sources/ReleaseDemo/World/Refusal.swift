/// Why the stand-in does not do what a caller asks; the text is the body of the answer, as the product's is.
struct Refusal: Error {
    let status: Int
    let text: String

    static func badRequest(_ text: String) -> Self { Self(status: 400, text: text) }
    static let unauthorized = Self(status: 401, text: "Bad credentials")
    static func forbidden(_ permission: String, on id: String) -> Self {
        Self(status: 403, text: "You do not have permission \(permission) on \(id)")
    }
    static func notFound(_ id: String) -> Self { Self(status: 404, text: "Repository entity [\(id)] not found") }
}
