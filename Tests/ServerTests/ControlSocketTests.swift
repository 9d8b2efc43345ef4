import Deployment
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import SystemPackage
import Testing

@testable import Server

@Suite("The control socket")
struct ControlSocketTests {
    /// Counts what it is asked, and fails when it is told to.
    private final class Application: ControlledApplication {
        struct Refusal: Error, CustomStringConvertible { let description = "the database is away" }
        private let asked = Mutex<[String]>([])
        let starts = AsyncStream<Void>.makeStream()
        let refuses: Bool

        init(refuses: Bool = false) { self.refuses = refuses }
        var history: [String] { asked.withLock(\.self) }

        func stop() async throws { asked.withLock { $0.append("stop") } }
        func start() async throws {
            asked.withLock { $0.append("start") }
            starts.continuation.yield()
            if refuses { throw Refusal() }
        }
    }

    private func withSocket(
        _ application: Application, _ body: (FilePath) async throws -> Void
    ) async throws {
        let path = "/tmp/reva-control-\(UInt32.random(in: .min ... .max)).sock"
        let logger = Logger(label: "test")
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: ControlSocket(path: path, application: application, logger: logger))],
                logger: logger))
        let running = Task { try await group.run() }
        while !FileManager.default.fileExists(atPath: path) { await Task.yield() }
        try await body(FilePath(path))
        await group.triggerGracefulShutdown()
        try await running.value
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Only `reva up` has an address to be asked for its health, so none is given here.
    private func client(_ path: FilePath) -> LocalDeployment {
        LocalDeployment(
            description: "test", database: "reva", binaries: "/nowhere", environment: [:],
            application: LocalApplication(socket: path, address: "http://127.0.0.1:1"))
    }

    @Test("stops and starts the application when it is asked to")
    func stopAndStart() async throws {
        let application = Application()
        try await withSocket(application) { path in
            let deployment = client(path)
            try await deployment.stopApplication()
            #expect(application.history == ["stop"])
            try await deployment.startApplication()
            #expect(application.history == ["stop", "start"])
        }
    }

    @Test("starts the application again when whoever stopped it is gone")
    func holderDies() async throws {
        let application = Application()
        try await withSocket(application) { path in
            do {
                let deployment = client(path)
                try await deployment.stopApplication()
            }
            // The deployment and its connection are gone, as after a kill -9.
            for await _ in application.starts.stream { break }
            #expect(application.history == ["stop", "start"])
        }
    }

    @Test("passes on why the application cannot be started")
    func refusal() async throws {
        let application = Application(refuses: true)
        try await withSocket(application) { path in
            let deployment = client(path)
            try await deployment.stopApplication()
            let error = await #expect(throws: DeploymentError.self) { try await deployment.startApplication() }
            #expect(error?.summary == "the application cannot start: failed: the database is away")
        }
    }

    @Test("says that nobody answers where there is no socket")
    func nobody() async throws {
        let error = await #expect(throws: DeploymentError.self) {
            try await client("/tmp/reva-no-such.sock").stopApplication()
        }
        #expect(error?.summary == "nobody answers at /tmp/reva-no-such.sock: No such file or directory")
        #expect(error?.hints == ["reva up"])
    }
}
