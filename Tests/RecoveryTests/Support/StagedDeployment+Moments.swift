import Deployment
import PostgresTesting
import Synchronization

/// Deployments in which something happens at one moment.
extension StagedDeployment {
    /// One that stands still at each call of a program until it is let go.
    /// - Parameters:
    ///   - reached: told when the program is to be run.
    ///   - go: its end lets the program run.
    static func held(
        _ real: any Deployment, at name: DatabaseProgram.Name, reached: AsyncStream<Void>.Continuation,
        go: AsyncStream<Void>
    ) -> StagedDeployment {
        var script = Script()
        script.before = { program in
            guard program.name == name else { return }
            reached.yield()
            for await _ in go {}
        }
        return StagedDeployment(real, script: script)
    }

    /// One in which somebody changes the scratch database behind our back: after it was loaded, and before it is read back.
    static func tampered(_ bench: Workbench, _ statement: String) -> StagedDeployment {
        let (server, live, events) = (bench.database.server, bench.database.name, bench.events)
        let change = Change()
        var script = Script()
        script.before = { program in
            guard let name = program.database, name != live, events.steps.last == "read the copy back" else { return }
            try await change.once { try await TestDatabase(server: server, name: name).psql(statement) }
        }
        return StagedDeployment(bench.deployment, script: script)
    }
}

/// Several read side by side; all of them wait for the one change.
private final class Change: Sendable {
    private let done = Mutex<Task<Void, any Error>?>(nil)

    func once(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let change = done.withLock { done in
            let task = done ?? Task { try await body() }
            done = task
            return task
        }
        try await change.value
    }
}
