import Deployment
import Health
import Synchronization
import SystemPackage

/// A test's database beside which a second application can be started: one that says what the test wants.
final class RehearsingDeployment: Deployment {
    private final class Stage: Rehearsal {
        private let report: @Sendable () async throws -> HealthReport
        private let answer: @Sendable ([String]) -> String
        private let said = Mutex<[String]>([])

        init(
            report: @escaping @Sendable () async throws -> HealthReport,
            answer: @escaping @Sendable ([String]) -> String
        ) {
            self.report = report
            self.answer = answer
        }

        func health() async throws -> HealthReport { try await report() }

        func say(_ message: String) async throws -> String {
            answer(
                said.withLock { said in
                    said.append(message)
                    return said
                })
        }
    }

    private let real: any Deployment
    private let report: @Sendable (_ database: String) async throws -> HealthReport
    private let free: Int?
    private let answer: @Sendable ([String]) -> String
    private let names = Mutex<(started: [String], ended: [String])>(([], []))

    /// - Parameters:
    ///   - answer: to all that was said so far.
    ///   - free: what is said to be free on the server's disk, in bytes.
    init(
        _ real: any Deployment,
        report: @escaping @Sendable (_ database: String) async throws -> HealthReport = { _ in
            HealthReport(adapterInitialized: true, database: true)
        },
        answer: @escaping @Sendable ([String]) -> String = { $0.joined(separator: " ") },
        free: Int? = nil
    ) {
        self.real = real
        self.answer = answer
        self.free = free
        self.report = report
    }

    /// The second applications that were started, and those that were ended.
    var started: [String] { names.withLock(\.started) }
    var ended: [String] { names.withLock(\.ended) }

    var description: String { real.description }
    var database: String { real.database }
    var identity: String { real.identity }
    var hasApplication: Bool { real.hasApplication }
    func stopApplication() async throws { try await real.stopApplication() }
    func startApplication() async throws { try await real.startApplication() }
    func health() async throws -> HealthReport { try await real.health() }
    func flushCache() async throws { try await real.flushCache() }
    func components() async throws -> [Component] { try await real.components() }
    func freeSpace(at directory: String) async -> Int? {
        if let free { free } else { await real.freeSpace(at: directory) }
    }

    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        try await real.run(program, input: input, output: output)
    }

    func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        names.withLock { $0.started.append(name) }
        let (report, answer) = (report, answer)
        return try await body(Stage(report: { try await report(database) }, answer: answer))
    }

    func endRehearsal(_ name: String) { names.withLock { $0.ended.append(name) } }
}
