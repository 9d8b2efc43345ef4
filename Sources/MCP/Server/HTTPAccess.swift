/// Who may speak to a server over HTTP: a guard against web pages that make a browser talk to this machine
/// (DNS rebinding). It is no authentication.
package struct HTTPAccess: Sendable {
    /// Names that a `Host` header may have, without port; `*` allows every one.
    package var hosts: Set<String>
    /// Origins beside the hosts', such as `https://console.example.com`.
    package var origins: Set<String>

    /// - Parameter hosts: further names beside this machine's own (localhost, 127.0.0.1, [::1]).
    package init(hosts: some Sequence<String> = [String](), origins: some Sequence<String> = [String]()) {
        self.hosts = Set(hosts.map { $0.lowercased() }).union(["localhost", "127.0.0.1", "[::1]"])
        self.origins = Set(origins.map { $0.lowercased() })
    }

    func allows(host: String?) -> Bool {
        if hosts.contains("*") { return true }
        guard let host else { return false }
        return hosts.contains(Self.withoutPort(host.lowercased()))
    }

    /// Browsers send an origin, other programs send none.
    func allows(origin: String?) -> Bool {
        guard let origin = origin?.lowercased() else { return true }
        if origins.contains(origin) { return true }
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            return hosts.contains(Self.withoutPort(String(origin.dropFirst(scheme.count))))
        }
        return false
    }

    private static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().allSatisfy(\.isNumber) else {
            return host
        }
        // An address of IPv6 has its colons in brackets.
        return host.hasPrefix("[") && !host[..<colon].hasSuffix("]") ? host : String(host[..<colon])
    }
}
