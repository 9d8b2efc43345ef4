import Deployment
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records

@Suite(.postgresWithVector) struct MigratorTests {
    private let connection: Connection

    init() throws { connection = Connection(try Address(TestDatabase.current.url)) }

    private static let first = Migration(version: 1, name: "one", sql: "CREATE TABLE a (); CREATE TABLE b ();")
    private static let second = Migration(version: 2, name: "two", sql: "CREATE TABLE c ();")

    private func tables() async throws -> [String] {
        try await connection.query(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).map { try $0.decode(0) }
    }

    @Test("creates everything in an empty database, and nothing the second time")
    func empty() async throws {
        let migrator = Migrator()
        #expect(try await migrator.version(connection) == 0)
        #expect(try await migrator.migrate(connection) == Schema.migrations)
        #expect(try await tables() == (Schema.tables + ["schema_migrations"]).sorted())
        #expect(try await migrator.migrate(connection).isEmpty)
        #expect(try await migrator.version(connection) == Schema.migrations.count)
        let rows = try await connection.query("SELECT version, name, checksum FROM schema_migrations ORDER BY version")
        #expect(try rows.map { try $0.decode("name") } == Schema.migrations.map(\.name))
        #expect(try rows[0].decode("checksum", as: String.self).count == 64)
    }

    @Test("applies each step once when several start at a time")
    func concurrent() async throws {
        let address = connection.address
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { try await Migrator().migrate(Connection(address)).count } }
            return try await group.reduce(0, +)
        }
        #expect(counts == Schema.migrations.count)
    }

    @Test("refuses a newer schema and leaves it as it is")
    func newer() async throws {
        let (first, second) = (Self.first, Self.second)
        try await Migrator([first, second]).migrate(connection)
        let error = await #expect(throws: SchemaError.self) { try await Migrator([first]).migrate(connection) }
        #expect(error?.summary == "the database's schema is version 2, this reva knows up to 1")
        #expect(error?.hints.first == "run the newer reva that brought it to version 2")
        #expect(try await Migrator([first, second]).migrate(connection).isEmpty)
    }

    @Test("refuses a step whose text was changed, and applies nothing")
    func changed() async throws {
        try await Migrator([Self.first]).migrate(connection)
        let other = Migration(version: 1, name: "one", sql: "CREATE TABLE a ()")
        let second = Self.second
        let error = await #expect(throws: SchemaError.self) { try await Migrator([other, second]).migrate(connection) }
        #expect(error?.summary == "version 1 of the database's schema, one, was not made by this reva")
        #expect(try await tables() == ["a", "b", "schema_migrations"])
        #expect(try await Migrator([Self.first, second]).migrate(connection) == [second])
    }

    @Test("refuses a history with a gap")
    func gap() async throws {
        try await Migrator([Self.first, Self.second]).migrate(connection)
        try await connection.query("DELETE FROM schema_migrations WHERE version = 1")
        let (first, second) = (Self.first, Self.second)
        let error = await #expect(throws: SchemaError.self) { try await Migrator([first, second]).migrate(connection) }
        #expect(error?.summary == "the database's schema lacks version 1 and has 2")
    }

    @Test("keeps nothing of a step that fails, and goes on once it is mended")
    func failure() async throws {
        let bad = Migration(version: 2, name: "two", sql: "CREATE TABLE c (); CREATE TABLE a ();")
        let first = Self.first
        let error = await #expect(throws: SchemaError.self) { try await Migrator([first, bad]).migrate(connection) }
        #expect(error?.summary == #"version 2 of the schema, two, failed: relation "a" already exists"#)
        #expect(error?.hints.last == "nothing of that version was kept; when its reason is gone, start again")
        #expect(try await tables() == ["a", "b", "schema_migrations"])
        #expect(try await Migrator([first, Self.second]).migrate(connection) == [Self.second])
    }

    @Test("says what is missing where the user may not create the extension")
    func notAllowed() async throws {
        let role = TestDatabase.current.name + "_owner"
        try await connection.query("CREATE ROLE \(identifier: role) LOGIN")
        let grant: Statement = "GRANT CREATE ON SCHEMA public TO \(identifier: role)"
        try await connection.query(grant)
        let ordinary = Connection(connection.address.with("user", role))
        let error = await #expect(throws: SchemaError.self) { try await Migrator().migrate(ordinary) }
        #expect(error?.summary == "this user may not create the extension pgvector, which memories need")
        #expect(error?.hints == ["run `CREATE EXTENSION vector` in the database as a superuser, once"])
        try await connection.query("CREATE EXTENSION vector")
        #expect(try await Migrator().migrate(ordinary) == Schema.migrations)
        await ordinary.close()
        try await connection.query("DROP OWNED BY \(identifier: role)")
        try await connection.query("DROP ROLE \(identifier: role)")
    }
}

@Suite struct MissingVectorTests {
    @Test(
        "says in one sentence that the server lacks pgvector, and keeps nothing",
        arguments: try await TestInstallations.withoutVector)
    func missing(on installation: PostgresInstallation) async throws {
        try await TestDatabase.with(installation) { database in
            let connection = Connection(try Address(database.url))
            let error = await #expect(throws: SchemaError.self) { try await Migrator().migrate(connection) }
            #expect(error?.reason == .vectorMissing)
            #expect(error?.summary == "the database's server has no pgvector, which memories need")
            #expect(try await Migrator().version(connection) == 0)
        }
    }
}
