import Foundation
import Logging
import PostgresTesting
import Testing

@testable import Postgres

@Suite(.postgres) struct ConnectionTests {
    private let address = try! Address(TestDatabase.current.url)  // the server's own URL

    @Test("sends and reads every type, unchanged")
    func types() async throws {
        let connection = Connection(address)
        let text = "it's \"quoted\" \\ $1 é 🙂 \n\t"
        let id = UUID()
        let bytes = Data((0...255).map { UInt8($0) })
        let date = Timestamp(microseconds: 1_773_540_000_123_456).date
        let row = try await connection.query(
            """
            SELECT \(text)::text AS text, \(Int.min)::int8 AS int, \(0.1 + 0.2)::float8 AS double, \(true)::bool AS bool,
                \(id)::uuid AS id, \(bytes) AS bytes, \(Data()) AS empty, \(date)::timestamptz AS date,
                \(nil as String?)::text AS nothing, \([1.5, -2, 1e-7] as [Float])::text AS vector,
                '{1.5,NaN}'::real[] AS reals
            """
        ).only
        #expect(try row.decode("text") == text)
        #expect(try row.decode("int") == Int.min)
        #expect(try row.decode("double") == 0.1 + 0.2)
        #expect(try row.decode("bool") == true)
        #expect(try row.decode("id") == id)
        #expect(try row.decode("bytes") == bytes)
        #expect(try row.decode("empty") == Data())
        #expect(try row.decode("date") == date)
        #expect(try row.decode("nothing") == nil as String?)
        #expect(try row.decode("vector") == [1.5, -2, 1e-7] as [Float])
        #expect(try row.decode("reals", as: [Float].self)[1].isNaN)
    }

    @Test("counts what was changed")
    func affected() async throws {
        let connection = Connection(address)
        try await connection.run(Script(unsafeRaw: "CREATE TABLE t (a int); CREATE INDEX ON t (a);"))
        #expect(try await connection.query("INSERT INTO t SELECT generate_series(1, \(5))").affected == 5)
        let rows = try await connection.query("SELECT a FROM t WHERE a > \(3) ORDER BY a")
        #expect(try rows.map { try $0.decode("a", as: Int.self) } == [4, 5])
        #expect(try await connection.query("DELETE FROM t").commandTag == "DELETE 5")
    }

    @Test("passes on all the server says of an error, and works afterwards")
    func serverError() async throws {
        let connection = Connection(address)
        try await connection.query("CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0))")
        let error = await #expect(throws: PostgresError.self) {
            try await connection.query("INSERT INTO t VALUES (\(-1))")
        }
        #expect(error?.kind == .server)
        #expect(error?.sqlState == "23514")
        #expect(error?.summary == #"new row for relation "t" violates check constraint "positive""#)
        #expect(error?.detail == "Failing row contains (-1).")
        #expect(error?.constraint == "positive")
        #expect(error?.table == "t")
        #expect(error?.severity == "ERROR")
        #expect(error?.statement == "INSERT INTO t VALUES ($1)")
        #expect(try await connection.query("SELECT count(*) FROM t").only.decode(0) == 0)
    }

    @Test("refuses what the protocol cannot carry, and works afterwards")
    func misuse() async throws {
        let connection = Connection(address)
        var error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT \("a\u{0}b")") }
        #expect(error?.summary == "a text with a zero byte cannot be sent to PostgreSQL")
        error = await #expect(throws: PostgresError.self) { try await connection.query("COPY pg_class TO STDOUT") }
        #expect(error?.summary == "COPY from or to the client is not for a query")
        error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1; SELECT 2") }
        #expect(error?.sqlState == "42601")
        #expect(try await connection.query("SELECT 1").only.decode(0) == 1)
    }

    @Test("cancels the statement on the server when its task is cancelled, and works afterwards")
    func cancellation() async throws {
        let connection = Connection(address)
        let observer = Connection(address)
        let process = try await connection.query("SELECT pg_backend_pid()").only.decode(0, as: Int.self)
        let task = Task { try await connection.query("SELECT pg_sleep(\(600))") }
        try await Self.wait { try await Self.isActive(process, observer) }
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(error?.summary == "the statement was cancelled")
        #expect(try await connection.query("SELECT pg_backend_pid()").only.decode(0) == process)
        #expect(try await !Self.isActive(process, observer))
    }

    @Test("sends nothing when the task is cancelled already")
    func cancelledBefore() async throws {
        let connection = Connection(address)
        try await connection.connect()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await connection.query("CREATE TABLE t (a int)")
        }
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(try await connection.query("SELECT to_regclass('t')::text").only.decode(0) == nil as String?)
    }

    @Test("never lets a late cancellation hit the next statement")
    func lateCancellation() async throws {
        let connection = Connection(address)
        for round in 0..<60 {
            let task = Task { try await connection.query("SELECT pg_sleep(\(Double(round % 4) * 0.001))") }
            try await Task.sleep(for: .microseconds(round * 50))
            task.cancel()
            _ = await task.result
            #expect(try await connection.query("SELECT \(round)::int").only.decode(0) == round)
        }
    }

    @Test("cancels a statement over its time limit, and one over the server's")
    func timeLimits() async throws {
        let connection = Connection(address)
        var error = await #expect(throws: PostgresError.self) {
            try await connection.query("SELECT pg_sleep(600)", within: .milliseconds(50))
        }
        #expect(error?.kind == .timeout)
        #expect(error?.summary == "the statement took longer than it may")
        #expect(try await connection.query("SELECT 1").only.decode(0) == 1)
        let strict = Connection(address, options: ConnectionOptions(statementTimeout: .milliseconds(50)))
        error = await #expect(throws: PostgresError.self) { try await strict.query("SELECT pg_sleep(600)") }
        #expect(error?.kind == .timeout)
        #expect(error?.sqlState == "57014")
        #expect(try await strict.query("SELECT 1").only.decode(0) == 1)
    }

    @Test("says so when the server ends the session, and connects again at the next use")
    func lostConnection() async throws {
        let connection = Connection(address)
        let observer = Connection(address)
        let process = try await connection.query("SELECT pg_backend_pid()").only.decode(0, as: Int.self)
        let task = Task { try await connection.query("SELECT pg_sleep(600)") }
        try await Self.wait { try await Self.isActive(process, observer) }
        try await observer.query("SELECT pg_terminate_backend(\(process)::int)")
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.kind == .connection)
        #expect(
            error?.summary
                == "the connection was lost during a statement: terminating connection due to administrator command")
        #expect(try await connection.query("SELECT pg_backend_pid()").only.decode(0) != process)
    }

    @Test("does not go on outside of a transaction whose connection was lost")
    func lostInTransaction() async throws {
        let connection = Connection(address)
        let observer = Connection(address)
        try await connection.query("CREATE TABLE t (a int)")
        let error = await #expect(throws: PostgresError.self) {
            try await connection.withTransaction { connection in
                let process = try #require(await connection.processID)
                try await observer.query("SELECT pg_terminate_backend(\(Int(process))::int)")
                _ = try? await connection.query("INSERT INTO t VALUES (1)")
                try await connection.query("INSERT INTO t VALUES (2)")
            }
        }
        #expect(error?.kind == .connection)
        #expect(error?.summary == "the connection was lost in the middle of a transaction")
        #expect(try await connection.query("SELECT count(*) FROM t").only.decode(0) == 0)
    }

    @Test("names the server and the reason when there is no connection")
    func noServer() async throws {
        let nowhere = Connection(try Address("postgresql://reva:pw@/reva?host=/nowhere"))
        let error = await #expect(throws: PostgresError.self) { try await nowhere.query("SELECT 1") }
        #expect(error?.kind == .connection)
        #expect(error?.summary.hasPrefix("there is no connection to postgresql://reva@%2Fnowhere/reva: ") == true)
        #expect(error?.summary.hasSuffix("No such file or directory") == true)
        let wrong = Connection(address.with(database: "missing"))
        let missing = await #expect(throws: PostgresError.self) { try await wrong.connect() }
        #expect(missing?.summary.hasSuffix("FATAL:  database \"missing\" does not exist") == true)
        #expect(missing?.isPassingConnectionFailure == false)
    }

    @Test("gives up connecting to a host that does not answer")
    func silentHost() async throws {
        let listener = try SilentListener()
        let connection = Connection(try Address("postgresql://reva@127.0.0.1:\(listener.port)/reva"))
        let error = await #expect(throws: PostgresError.self) {
            try await connection.connect(within: .milliseconds(200))
        }
        #expect(error?.summary == "postgresql://reva@127.0.0.1:\(listener.port)/reva did not answer in time")
    }

    @Test("logs what the server has to say")
    func notices() async throws {
        let log = RecordingLog()
        let connection = Connection(address, logger: Logger(label: "test") { _ in log })
        try await connection.run(Script(unsafeRaw: "DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$"))
        #expect(log.lines.contains("warning: PostgreSQL: mind the gap"))
    }

    static func isActive(_ process: Int, _ observer: Connection) async throws -> Bool {
        try await observer.query(
            "SELECT count(*) FROM pg_stat_activity WHERE pid = \(process) AND state = 'active' AND query LIKE '%pg_sleep%'"
        ).only.decode(0, as: Int.self) == 1
    }

    /// Looks until it is so.
    static func wait(_ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "it never happened")
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
