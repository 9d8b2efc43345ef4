import Foundation

/// Where Release is: `http` or `https`, a host, and the path it is served at.
package struct ReleaseAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at its end.
    package let base: String
    package var description: String { base }

    /// - Throws: for what is no address, and for one that holds a password.
    package init(_ text: String) throws(ReleaseError) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.query() == nil, url.fragment() == nil
        else {
            throw ReleaseError(
                .invalid, "\"\(text)\" is no address of Release",
                hints: ["REVA_RELEASE_URL=https://release.example.com"])
        }
        guard url.user() == nil, url.password() == nil else {
            throw ReleaseError(
                .invalid, "the address of Release holds a name or a password",
                hints: ["REVA_RELEASE_USER and REVA_RELEASE_PASSWORD, or REVA_RELEASE_TOKEN"])
        }
        base = String(text.reversed().drop { $0 == "/" }.reversed())
    }

    /// The page of a release or template for people.
    package func page(of id: String, isTemplate: Bool = false) -> String {
        let parts = id.split(separator: "/").filter { $0 != "Applications" }
        return "\(base)/#/\(isTemplate ? "templates" : "releases")/\(parts.joined(separator: "-"))"
    }
}
