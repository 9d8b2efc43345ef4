/// What this server lets its callers do, before Release says what it lets them do.
package struct ReleasePolicy: Sendable {
    /// Offer only tools that change nothing.
    package var isReadOnly: Bool
    /// Paths of titles (`Payments/Cards`) or ids; empty is every folder.
    package var folders: [String]
    /// Names of the tools that are offered; empty is every one.
    package var tools: Set<String>

    package init(isReadOnly: Bool = false, folders: [String] = [], tools: Set<String> = []) {
        self.isReadOnly = isReadOnly
        self.folders = folders
        self.tools = tools
    }
}
