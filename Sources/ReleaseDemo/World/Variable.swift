import Foundation

/// A variable of a release or of a template.
struct Variable: Encodable, Sendable {
    var id: String
    var type = "xlrelease.StringVariable"
    var key: String
    var value: String?
    var requiresValue = false
    var showOnReleaseStart = false
    var label: String?
    var description: String?
    var inherited = false

    var isPassword: Bool { type == "xlrelease.PasswordStringVariable" }

    /// What callers may see: the value of a password never leaves.
    var masked: Variable {
        guard isPassword, value != nil else { return self }
        var copy = self
        copy.value = "********"
        return copy
    }
}
