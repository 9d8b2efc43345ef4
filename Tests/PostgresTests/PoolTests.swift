import Deployment
import Foundation
import PostgresTesting
import Testing

@testable import Postgres

@Suite struct PoolStateTests {
    @Test("keeps its promises whatever happens in whatever order", arguments: [17, 18, 19] as [UInt64])
    func properties(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var state = PoolState<Int>(size: 3)
        var lent: [Int?] = []
        var line: [UInt64] = []
        var made = 0
        for waiter in 0..<3_000 as Range<UInt64> {
            switch Int.random(in: 0..<5, using: &generator) {
            case 0, 1:
                switch state.request(waiter) {
                case .granted(.use(let resource)): lent.append(resource)
                case .granted(.open):
                    made += 1
                    lent.append(made)
                case .wait:
                    #expect(lent.count == 3, "somebody waits while something is free")
                    line.append(waiter)
                case .closed: Issue.record("closed by nobody")
                }
            case 2, 3:
                guard !lent.isEmpty else { continue }
                let resource = lent.remove(at: Int.random(in: 0..<lent.count, using: &generator))
                let isLost = Bool.random(using: &generator)
                switch state.giveBack(isLost ? nil : resource) {
                case .grant(let next, let grant):
                    #expect(line.first == next, "somebody was overtaken")
                    line.removeFirst()
                    if case .use(let handed) = grant { #expect(handed == resource) } else { #expect(isLost) }
                    lent.append(resource)
                case .discard: Issue.record("closed by nobody")
                case .nothing: #expect(line.isEmpty, "a waiter was lost")
                }
            default:
                guard let quitter = line.randomElement(using: &generator) else { continue }
                let hasLeft = state.abandon(quitter)
                let hasLeftTwice = state.abandon(quitter)
                #expect(hasLeft && !hasLeftTwice)
                line.removeAll { $0 == quitter }
            }
            #expect(state.lent == lent.count)
            #expect(state.lent + state.idle.count <= 3)
            #expect(state.waiters == line)
        }
    }

    @Test("grants nothing after its close, and is drained with the last one given back")
    func closing() {
        var state = PoolState<Int>(size: 1)
        _ = state.request(1)
        _ = state.request(2)
        let (waiters, _) = state.close()
        #expect(waiters == [2])
        #expect(!state.isDrained)
        guard case .closed = state.request(3) else {
            Issue.record("granted after the close")
            return
        }
        guard case .discard(7) = state.giveBack(7) else {
            Issue.record("kept after the close")
            return
        }
        #expect(state.isDrained)
    }
}

@Suite(.postgres) struct PoolTests {
    private let address = try! Address(TestDatabase.current.url)  // the server's own URL

    @Test("opens no more than its size, and uses what it has")
    func bounded() async throws {
        let pool = Pool(address, size: 3)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask { try await pool.query("SELECT pg_backend_pid()").only.decode(0) }
            }
            var processes: Set<Int> = []
            for try await process in group { processes.insert(process) }
            #expect(processes.count <= 3)
        }
        await pool.close()
    }

    @Test("tells who waits too long why, and lends again afterwards")
    func allTaken() async throws {
        let pool = Pool(address, size: 1, patience: .milliseconds(100))
        try await pool.withConnection { _ in
            let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
            #expect(error?.kind == .timeout)
            #expect(error?.summary == "no database connection was free within 0.1 seconds, all 1 are in use")
        }
        #expect(try await pool.query("SELECT 1").only.decode(0) == 1)
        await pool.close()
    }

    @Test("lets a cancelled task leave the line, and serves the others")
    func cancelledWaiter() async throws {
        let pool = Pool(address, size: 1, patience: .seconds(60))
        try await pool.withConnection { _ in
            let waiting = Task { try await pool.query("SELECT 1") }
            waiting.cancel()
            let error = await #expect(throws: PostgresError.self) { try await waiting.value }
            #expect(error?.kind == .cancelled)
        }
        #expect(try await pool.query("SELECT 1").only.decode(0) == 1)
        await pool.close()
    }

    @Test("loses no waiter when connections are lost under others' hands")
    func lostConnections() async throws {
        let pool = Pool(address, size: 2, patience: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<30 {
                group.addTask {
                    try await pool.withConnection { connection in
                        let answer = try await connection.query("SELECT \(index)::int").only.decode(0, as: Int.self)
                        #expect(answer == index)
                        if index % 3 == 0 {
                            _ = try? await connection.query("SELECT pg_terminate_backend(pg_backend_pid())")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        await pool.close()
    }

    @Test("replaces an idle connection that the server ended")
    func staleConnection() async throws {
        let pool = Pool(address, size: 1)
        let observer = Connection(address)
        let process = try await pool.query("SELECT pg_backend_pid()").only.decode(0, as: Int.self)
        try await observer.query("SELECT pg_terminate_backend(\(process)::int, 10000)")
        #expect(try await pool.query("SELECT pg_backend_pid()").only.decode(0, as: Int.self) != process)
        await pool.close()
    }

    @Test("lends nobody a connection with an open transaction")
    func openTransaction() async throws {
        let pool = Pool(address, size: 1)
        try await pool.withConnection { connection in
            try await connection.query("CREATE TABLE t (a int)")
            try await connection.query("BEGIN")
            try await connection.query("INSERT INTO t VALUES (1)")
        }
        #expect(try await pool.query("SELECT count(*) FROM t").only.decode(0) == 0)
        await pool.close()
    }

    @Test("waits for what is lent when closed, then refuses")
    func close() async throws {
        let pool = Pool(address, size: 2)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.withConnection { connection in
                start.finish()
                return try await connection.query("SELECT pg_sleep(0.05), 42").only.decode(1, as: Int.self)
            }
        }
        for await _ in started {}
        await pool.close()
        #expect(try await task.value == 42)
        let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
        #expect(error?.summary == "the pool of database connections is closed")
    }

    @Test("does not wait where waiting cures nothing")
    func missingDatabase() async throws {
        let pool = Pool(address.with(database: "missing"), size: 1, patience: .seconds(600))
        let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
        #expect(error?.summary.hasSuffix("database \"missing\" does not exist") == true)
        await pool.close()
    }
}

@Suite struct PoolRestartTests {
    @Test("connects again once the server is back, within its patience")
    func restart() async throws {
        let installation = try #require(try await TestInstallations.all.last)
        let server = try PostgresServer(installation, folder: TestFolder.unused(), settings: .throwAway)
        try await server.start()
        let pool = Pool(try Address(server.url()), size: 2, patience: .seconds(60))
        let impatient = Pool(try Address(server.url()), size: 2, patience: .milliseconds(120))
        #expect(try await pool.query("SELECT 1").only.decode(0) == 1)
        await server.crash()
        let error = await #expect(throws: PostgresError.self) { try await impatient.query("SELECT 1") }
        #expect(error?.kind == .connection)
        async let answer = pool.query("SELECT 2").only.decode(0, as: Int.self)
        try await server.start()
        #expect(try await answer == 2)
        #expect(try await impatient.query("SELECT 3").only.decode(0) == 3)
        await pool.close()
        await impatient.close()
        await server.stop()
        try FileManager.default.removeItem(atPath: server.folder.string)
    }
}
