import Foundation

/// The id of a thing in Release: a path such as `Applications/Folder…/Release…/Phase…/Task…`, safe to put into an address.
package struct ItemID: Sendable, Hashable, CustomStringConvertible {
    /// What the last part of a path says that the thing is. A template is a release.
    package enum Kind: String, Sendable, CaseIterable {
        case folder = "Folder"
        case release = "Release"
        case phase = "Phase"
        case task = "Task"
        case variable = "Variable"
        case condition = "GateCondition"
    }

    package let path: String
    package var description: String { path }

    var parts: [Substring] { path.split(separator: "/") }

    /// - Parameter text: a path, with or without `Applications/` before it; the form with dashes of web addresses, such
    ///   as `Folder1-Release2`; or a whole web address of Release.
    /// - Throws: when it is none of these, or the id of another kind of thing.
    package init(_ text: String, _ kind: Kind) throws(ReleaseError) {
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let page = text.firstRange(of: /#\/(releases|templates|folders)\//) {
            text = String(text[page.upperBound...].prefix { !"/?#".contains($0) })
        }
        if !text.contains("/") { text = text.replacing("-", with: "/") }
        if !text.hasPrefix("Applications/") { text = "Applications/\(text)" }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isPath =
            text.utf8.count <= 512 && (2...16).contains(parts.count)
            && parts.allSatisfy { part in
                !part.isEmpty && part.first != "." && !part.contains("..")
                    && part.utf8.allSatisfy { Self.allowed.contains($0) }
            }
        guard isPath else {
            throw ReleaseError(
                .invalid, "\"\(Text.line(text, limit: 80))\" is not an id of Release",
                hints: ["ids look like Applications/Folder…/Release…: take them from the answers of the search tools"])
        }
        guard parts.last?.hasPrefix(kind.rawValue) == true, kind == .folder || parts.count > 1 else {
            throw ReleaseError(
                .invalid, "\(Text.line(text, limit: 200)) is not the id of a \(kind.rawValue.lowercased())",
                hints: ["the last part of such an id begins with \(kind.rawValue)"])
        }
        path = text
    }

    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.".utf8)

    /// Of the release that a phase, a task or a variable is in.
    var release: String {
        let end = parts.firstIndex { $0.hasPrefix("Release") } ?? parts.count - 1
        return parts[...end].joined(separator: "/")
    }
}
