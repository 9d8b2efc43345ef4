/// A folder, whose teams say who may do what with the releases in it and below.
struct Folder: Encodable, Sendable {
    var id: String
    var type = "xlrelease.Folder"
    var title: String
    var teams: [Team] = []

    private enum CodingKeys: String, CodingKey { case id, type, title }

    /// The folder around this one; nil at the root.
    var parent: String? {
        let parts = id.split(separator: "/").dropLast()
        return parts.count > 1 ? parts.joined(separator: "/") : nil
    }
}

struct Team: Encodable, Sendable {
    struct Member: Encodable, Sendable {
        let name: String
        let fullName: String
        let type = "PRINCIPAL"
    }

    var id: String
    var teamName: String
    var members: [Member]
    var permissions: [String]
}

/// Somebody who may call.
struct Account: Encodable, Sendable {
    let username: String
    let fullName: String
    let email: String
    var loginAllowed = true
    var external = false
    /// May do everything everywhere.
    var isAdmin = false
    let password: String
    /// Its personal access token.
    let token: String

    private enum CodingKeys: String, CodingKey { case username, fullName, email, loginAllowed, external }
}
