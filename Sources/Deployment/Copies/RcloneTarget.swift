import Foundation
import Subprocess
import SystemPackage

/// A remote that the `rclone` program knows, such as `s3:bucket/reva`; rclone's own settings say how it is reached.
package struct RcloneTarget: CopyTarget {
    private let remote: String
    private let program: Program

    /// - Parameters:
    ///   - remote: with a colon after its name, and perhaps a path.
    ///   - configuration: rclone's file of settings; nil takes its usual one.
    package init(_ remote: String, configuration: FilePath? = nil) {
        self.remote = remote
        var environment: [String: String?] = [:]
        if let configuration { environment["RCLONE_CONFIG"] = .some(configuration.string) }
        program = Program(executable: .name("rclone"), environment: environment)
    }

    package var description: String { "the rclone remote \(remote)" }

    private func path(_ name: String) -> String {
        remote.hasSuffix(":") || remote.hasSuffix("/") ? remote + name : "\(remote)/\(name)"
    }

    package func files() async throws -> [String: Int] {
        struct File: Decodable {
            let Name: String
            let Size: Int
        }
        let (end, answer) = try await program.ask(["lsjson", "--files-only", "--no-modtime", "--no-mimetype", remote])
        // Where nothing was ever copied to there is no folder yet.
        if end.failure != nil, end.errors.contains("directory not found") { return [:] }
        guard end.failure == nil else { throw Self.error(of: end, "lsjson") }
        do {
            let files = try JSONDecoder().decode([File].self, from: Data(answer.utf8))
            return Dictionary(files.map { ($0.Name, $0.Size) }) { first, _ in first }
        } catch {
            throw DeploymentError("rclone lsjson gave an answer that makes no sense: \(error)")
        }
    }

    /// rclone resumes or repeats what the remote allows; most take a file as a whole.
    package func upload(_ file: FilePath, as name: String, progress: @escaping @Sendable (Int) -> Void) async throws {
        try await ask("copyto", "--ignore-times", file.string, path(name))
    }

    package func digest(of name: String) async throws -> String {
        // Read back, rather than what the remote remembers of the transfer.
        let answer = try await ask("hashsum", "sha256", "--download", path(name))
        guard let digest = answer.split(separator: " ").first, digest.count == 64 else {
            throw DeploymentError("rclone hashsum gave no SHA-256: \(answer.prefix(100))")
        }
        return String(digest)
    }

    package func rename(_ name: String, to final: String) async throws {
        try await ask("moveto", path(name), path(final))
    }

    package func remove(_ name: String) async throws { try await ask("deletefile", path(name)) }

    @discardableResult
    private func ask(_ command: String, _ arguments: String...) async throws -> String {
        let (end, answer) = try await program.ask([command] + arguments)
        guard end.failure == nil else { throw Self.error(of: end, command) }
        return answer
    }

    private static func error(of end: Program.End, _ command: String) -> DeploymentError {
        // rclone begins each line with the time.
        let words = end.lastWords.replacing(#/^[0-9/]+ [0-9:]+ /#, with: "")
        return DeploymentError(
            "rclone \(command): \(words)",
            hints: ["rclone listremotes", "rclone lsd REMOTE:, which shows whether it answers"])
    }
}
