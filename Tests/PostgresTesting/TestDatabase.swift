import Deployment
import Foundation
import Subprocess
import SystemPackage

/// A fresh, empty database on a running server, for one test.
package struct TestDatabase: Sendable {
    /// The one the trait `.postgres` made for the running test; nil outside of such a test.
    @TaskLocal package static var scoped: TestDatabase?

    package let server: PostgresServer
    package let name: String

    /// A database that exists already, on a server of the test's own.
    package init(server: PostgresServer, name: String) {
        self.server = server
        self.name = name
    }

    /// For tests with the trait `.postgres`.
    package static var current: TestDatabase {
        guard let scoped else {
            // A fault of the test's author, found at the first run.
            preconditionFailure("TestDatabase.current needs the trait .postgres on the test or its suite")
        }
        return scoped
    }

    package var installation: PostgresInstallation { server.installation }
    /// A URL for libpq; the superuser `postgres`, no password.
    package var url: String { server.url(database: name) }
    /// PGHOST, PGPORT, PGUSER, PGDATABASE.
    package var environment: [String: String] { server.environment(database: name) }

    /// Runs SQL through psql, which stops at the first error; returns rows as lines, columns with `|` between them.
    @discardableResult
    package func psql(_ sql: String) async throws -> String {
        try await Self.psql(sql, on: server, database: name)
    }

    /// Makes a database on the installation's shared server, runs `body` with it as `current`, and drops it.
    package static func with<Value>(
        _ installation: PostgresInstallation,
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        // A test that has a database already has been let through, and must not wait for itself.
        guard scoped == nil else { return try await make(on: installation, for: body) }
        await Turnstile.shared.enter()
        let result: Result<Value, any Error>
        do { result = .success(try await make(on: installation, for: body)) } catch { result = .failure(error) }
        await Turnstile.shared.leave()
        return try result.get()
    }

    private static func make<Value>(
        on installation: PostgresInstallation, for body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let server = try await SharedServers.shared.server(of: installation)
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(16)
        try await psql("CREATE DATABASE \(name) TEMPLATE template0", on: server, database: "postgres")
        let database = TestDatabase(server: server, name: name)
        let result: Result<Value, any Error>
        do {
            result = .success(try await $scoped.withValue(database) { try await body(database) })
        } catch {
            result = .failure(error)
        }
        // Also when the test was cancelled, hence the task of its own.
        _ = try? await Task {
            try await psql("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", on: server, database: "postgres")
        }.value
        return try result.get()
    }

    @discardableResult
    private static func psql(_ sql: String, on server: PostgresServer, database: String) async throws -> String {
        var variables = server.environment(database: database)
        variables["PATH"] = "/usr/bin:/bin"
        variables["PGOPTIONS"] = "-c client_min_messages=warning"
        let result = try await run(
            .path(server.installation.program("psql")),
            arguments: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            environment: .custom(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(rawValue: $0)!, $1) })),
            input: .fileDescriptor(programInput(sql), closeAfterSpawningProcess: true),
            output: .string(limit: 16 << 20), error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else { throw PsqlFailure(description: result.standardError) }
        let text = result.standardOutput
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

/// What psql wrote to standard error.
package struct PsqlFailure: Error, CustomStringConvertible {
    package let description: String
}
