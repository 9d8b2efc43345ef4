import PostgresTesting
import Testing

@testable import Postgres

@Suite(.postgres) struct TransactionTests {
    private let address = try! Address(TestDatabase.current.url)  // the server's own URL

    @Test("keeps what was done when the body returns, and nothing of it when it throws")
    func commitAndRollBack() async throws {
        struct Sorry: Error {}
        let connection = Connection(address)
        try await connection.query("CREATE TABLE t (a int)")
        let value = try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO t VALUES (1)")
            return "done"
        }
        #expect(value == "done")
        await #expect(throws: Sorry.self) {
            try await connection.withTransaction { connection in
                try await connection.query("INSERT INTO t VALUES (2)")
                throw Sorry()
            }
        }
        #expect(try await connection.query("SELECT sum(a) FROM t").only.decode(0) == 1)
    }

    @Test("sets isolation and access")
    func modes() async throws {
        let connection = Connection(address)
        let error = await #expect(throws: PostgresError.self) {
            try await connection.withTransaction(.repeatableRead, readOnly: true) { connection in
                #expect(try await connection.query("SHOW transaction_isolation").only.decode(0) == "repeatable read")
                try await connection.query("CREATE TABLE t ()")
            }
        }
        #expect(error?.sqlState == "25006")
        try await connection.query("CREATE TABLE t ()")
    }

    @Test("does not call a transaction done that the server rolled back")
    func hiddenFailure() async throws {
        let connection = Connection(address)
        let error = await #expect(throws: PostgresError.self) {
            try await connection.withTransaction { connection in
                _ = try? await connection.query("SELECT 1/0")
            }
        }
        #expect(error?.summary == "the transaction was rolled back, as a statement in it had failed")
        #expect(try await connection.query("SELECT 1").only.decode(0) == 1)
    }

    @Test("refuses a transaction within a transaction, which stays whole")
    func nesting() async throws {
        let connection = Connection(address)
        try await connection.query("CREATE TABLE t (a int)")
        try await connection.withTransaction { outer in
            try await outer.query("INSERT INTO t VALUES (1)")
            let error = await #expect(throws: PostgresError.self) { try await outer.withTransaction { _ in } }
            #expect(error?.summary == "a transaction is open on this connection already")
        }
        #expect(try await connection.query("SELECT count(*) FROM t").only.decode(0) == 1)
    }

    @Test("runs a transaction again that lost against another one, and loses no update")
    func serialization() async throws {
        let pool = Pool(address, size: 4)
        try await pool.query("CREATE TABLE counter AS SELECT 0 AS n")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await pool.withTransaction(.serializable, attempts: 100) { connection in
                        let n = try await connection.query("SELECT n FROM counter").only.decode(0, as: Int.self)
                        try await connection.query("UPDATE counter SET n = \(n + 1)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.query("SELECT n FROM counter").only.decode(0) == 12)
        await pool.close()
    }

    @Test("gives up after the attempts it has, with the last reason")
    func attempts() async throws {
        let connection = Connection(address)
        var count = 0
        let error = await #expect(throws: PostgresError.self) {
            try await connection.withTransaction(attempts: 3) { connection in
                count += 1
                try await connection.query("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
            }
        }
        #expect(count == 3)
        #expect(error?.isSerializationFailure == true)
    }

    @Test("rolls back when the task is cancelled")
    func cancellation() async throws {
        let connection = Connection(address)
        let observer = Connection(address)
        try await connection.query("CREATE TABLE t (a int)")
        let process = try await connection.query("SELECT pg_backend_pid()").only.decode(0, as: Int.self)
        let task = Task {
            try await connection.withTransaction { connection in
                try await connection.query("INSERT INTO t VALUES (1)")
                try await connection.query("SELECT pg_sleep(600)")
            }
        }
        try await ConnectionTests.wait { try await ConnectionTests.isActive(process, observer) }
        task.cancel()
        let error = await #expect(throws: PostgresError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(try await connection.query("SELECT count(*) FROM t").only.decode(0) == 0)
        #expect(try await connection.query("SELECT pg_backend_pid()").only.decode(0) == process)
    }
}
