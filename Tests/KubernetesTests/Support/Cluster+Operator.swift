import RevaTesting
import Subprocess

/// The person who runs `reva` outside of the cluster: the built program beside the tests, without a terminal.
extension Cluster {
    var reva: RevaProgram {
        let own = ["REVA_KUBERNETES_NAMESPACE": namespace, "REVA_HOME": folder.appending("home").string]
        return RevaProgram(home: folder.appending("home"), variables: Self.variables.merging(own) { $1 })
    }

    /// Runs `reva ... --deployment kubernetes`.
    func reva(_ arguments: String...) async throws -> RevaProgram.End {
        try await reva.run(arguments + ["--deployment", "kubernetes"])
    }

    /// The same, with `body` when a step begins.
    func reva(
        _ arguments: String..., at step: String, _ body: (ProcessIdentifier) async throws -> Void
    ) async throws -> RevaProgram.End {
        try await reva.run(arguments + ["--deployment", "kubernetes"], at: step, body)
    }

    /// Takes a backup, and gives its name.
    @discardableResult
    func backup(_ arguments: String...) async throws -> String {
        struct Taken: Decodable { let name: String }
        let end = try await reva.run(["backup", "--deployment", "kubernetes", "--format", "json"] + arguments)
        guard end.code == 0 else { throw Shell.Failure(description: end.errors) }
        return try end.decoded(as: Taken.self).name
    }
}

extension RevaProgram.End {
    var notes: [String] { events.filter { $0.event == "note" }.compactMap(\.text) }

    /// The job that did it, as the first note names it.
    var job: String? { notes.first?.firstMatch(of: /^the job ([^ ]+)/).map { String($0.1) } }

    /// The error with its hints.
    var complaint: String {
        errors.split(separator: "\n").filter { !$0.hasPrefix("{") }.joined(separator: "\n")
    }
}
