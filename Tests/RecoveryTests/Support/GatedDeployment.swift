import Deployment
import Health
import SystemPackage

/// A deployment that stands still at the first call of a program until it is let go.
struct GatedDeployment: Deployment {
    private let real: any Deployment
    private let program: DatabaseProgram.Name
    private let reached: AsyncStream<Void>.Continuation
    private let go: AsyncStream<Void>

    /// - Parameters:
    ///   - reached: told when the program is to be run.
    ///   - go: its end lets the program run.
    init(
        _ real: any Deployment, at program: DatabaseProgram.Name, reached: AsyncStream<Void>.Continuation,
        go: AsyncStream<Void>
    ) {
        (self.real, self.program, self.reached, self.go) = (real, program, reached, go)
    }

    var description: String { real.description }
    var database: String { real.database }
    var identity: String { real.identity }
    var hasApplication: Bool { real.hasApplication }
    func stopApplication() async throws { try await real.stopApplication() }
    func startApplication() async throws { try await real.startApplication() }
    func health() async throws -> HealthReport { try await real.health() }
    func flushCache() async throws { try await real.flushCache() }
    func components() async throws -> [Component] { try await real.components() }
    func freeSpace(at directory: String) async -> Int? { await real.freeSpace(at: directory) }

    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        if program.name == self.program {
            reached.yield()
            for await _ in go {}
        }
        return try await real.run(program, input: input, output: output)
    }
}
