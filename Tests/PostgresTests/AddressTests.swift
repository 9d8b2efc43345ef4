import PostgresTesting
import Testing

@testable import Postgres

@Suite struct AddressTests {
    @Test("reads URLs and keywords alike")
    func forms() throws {
        let url = try Address("postgresql://reva:s%40cret@db:5433/reva?sslmode=require")
        let keywords = try Address("host=db port=5433 user=reva password=s@cret dbname=reva sslmode=require")
        #expect(url == keywords)
        #expect(url.host == "db")
        #expect(url.port == "5433")
        #expect(url.user == "reva")
        #expect(url.password == "s@cret")
        #expect(url.database == "reva")
        #expect(url.sslMode == "require")
    }

    @Test("shows no password, in text, in a dump, in an error")
    func redacted() throws {
        let address = try Address("postgresql://reva:hunter2@db/reva?application_name=x&sslpassword=hunter2")
        #expect("\(address)" == "postgresql://reva@db/reva?application_name=x")
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        let error = #expect(throws: PostgresError.self) { try Address("hunter2 with spaces=1") }
        #expect(error?.summary == "the database's address cannot be read")
        #expect("\(String(reflecting: error))".contains("hunter2") == false)
    }

    @Test("hands everything to child programs by environment")
    func environment() throws {
        let address = try Address("postgresql://reva:pw@/reva?host=/run/pg&port=5433&sslmode=disable&connect_timeout=3")
        #expect(
            address.environment == [
                "PGHOST": "/run/pg", "PGPORT": "5433", "PGUSER": "reva", "PGPASSWORD": "pw", "PGDATABASE": "reva",
                "PGSSLMODE": "disable", "PGCONNECT_TIMEOUT": "3",
            ])
    }

    @Test("writes a text it can read again, for any values (seed 11)")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("abz019-._~ @:/?#[]&=%+'\\\"é,")
        func text() -> String {
            String(
                (0..<Int.random(in: 1...12, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
        }
        for _ in 0..<500 {
            var address = try Address("postgresql://h/")
            address = address.with("user", text()).with(database: text()).with("application_name", text())
            #expect(try Address(address.redacted) == address, "\(address.parameters)")
        }
    }

    @Test("changes the database and nothing else")
    func otherDatabase() throws {
        let address = try Address("postgresql://reva:pw@db/reva").with(database: "a b")
        #expect(address.database == "a b")
        #expect(address.password == "pw")
        #expect("\(address)" == "postgresql://reva@db/a%20b")
    }
}
