import Foundation

/// The base of the connector's addresses for a conversation: https, or http to this machine.
package struct ServiceURL: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at its end.
    let base: String

    init(base: String) { self.base = base }

    /// Nil for what no token should be sent to: other schemes, user names, queries, fragments.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let url = URLComponents(string: text),
            let host = url.host, !host.isEmpty, url.user == nil, url.password == nil, url.query == nil,
            url.fragment == nil
        else { return nil }
        switch url.scheme?.lowercased() {
        case "https": break
        case "http" where ServiceURL.isLoopback(host): break
        default: return nil
        }
        base = ServiceURL.trimmed(text)
    }

    package var description: String { base }

    /// True when both name the same base; a slash at the end makes no difference.
    static func match(_ first: String, _ second: String) -> Bool {
        trimmed(first).utf8.elementsEqual(trimmed(second).utf8)
    }

    var isOnThisMachine: Bool { URLComponents(string: base)?.host.map(Self.isLoopback) ?? false }

    static func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.hasSuffix("/") { text.removeLast() }
        return String(text)
    }
}
