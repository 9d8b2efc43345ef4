import Crypto
import Foundation
import MCP
import Synchronization

/// Definitions of tools that were seen first, or approved since. Kept in the records, and here to ask those once only.
final class KnownTools: Sendable {
    private let hashes = Mutex<[String: String]>([:])

    /// SHA-256 in hex of all that a model is told of the tool.
    static func hash(of definition: ToolDefinition) -> String {
        SHA256.hash(data: Data(definition.canonicalText.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    /// Whether a tool is the one that was seen first, or approved last. Where the records are away, what was seen here
    /// has to do.
    func isKnown(_ definition: ToolDefinition, at server: String, _ notebook: Notebook) async -> Bool {
        let hash = Self.hash(of: definition)
        let place = "\(server)/\(definition.name)"
        if hashes.withLock({ $0[place] }) == hash { return true }
        let kept = await notebook.ask {
            try await $0.toolDefinitions.known(hash, server: server, tool: definition.name)
        }
        return hashes.withLock { hashes in
            let known = kept ?? hashes[place] ?? hash
            hashes[place] = known
            return known == hash
        }
    }

    func approve(_ definition: ToolDefinition, at server: String) {
        hashes.withLock { $0["\(server)/\(definition.name)"] = Self.hash(of: definition) }
    }
}
