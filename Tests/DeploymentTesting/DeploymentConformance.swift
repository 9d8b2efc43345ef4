import Deployment
import Foundation
import PostgresTesting
import SystemPackage
import Testing

/// What every deployment has to do alike: the contract of `Deployment`, asked of a running Reva.
///
/// It stops and starts the application, and leaves the database as it was.
package struct DeploymentConformance: Sendable {
    let deployment: any Deployment

    package init(_ deployment: any Deployment) { self.deployment = deployment }

    package func check() async throws {
        try await answersQuestions()
        try await tellsFailures()
        try await streamsMoreThanAPipeHolds()
        try await endsWhatNobodyReads()
        try await endsWhatIsCancelled()
        try await looksAround()
        try await stopsAndStarts()
    }

    /// Runs psql with `sql` and gives what it wrote.
    private func psql(_ sql: String, database: String? = nil) async throws -> (end: DatabaseProgram.End, answer: String)
    {
        let pipe = try FileDescriptor.pipe()
        let reading = Task { try await pipe.readEnd.readAll() }
        let end = try await deployment.run(
            DatabaseProgram(.psql, ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"], database: database),
            input: try programInput(sql), output: pipe.writeEnd)
        return (end, String(decoding: try await reading.value, as: UTF8.self))
    }

    private func answersQuestions() async throws {
        let (end, answer) = try await psql("SELECT current_database() || ' ' || repeat('é', 3);")
        #expect(end.failure == nil, "\(end.errors)")
        #expect(answer == "\(deployment.database) ééé\n")
        let elsewhere = try await psql("SELECT current_database();", database: "postgres")
        #expect(elsewhere.answer == "postgres\n")
        #expect(try await psql("").end.failure == nil)
    }

    private func tellsFailures() async throws {
        let wrong = try await psql("SELECT 1/0;")
        #expect(wrong.end.failure == "exited with 3")
        #expect(wrong.end.errors.contains("division by zero"))
        let missing = try await psql("SELECT 1;", database: "reva_no_such_database")
        #expect(missing.end.failure == "exited with 2")
        #expect(missing.end.errors.contains(#"database "reva_no_such_database" does not exist"#))
        let dump = try await deployment.run(
            DatabaseProgram(.dump, ["--table=no_such_table"]), input: nil, output: nil)
        #expect(dump.failure == "exited with 1")
        #expect(dump.errors.contains("no matching tables were found"))
    }

    private func streamsMoreThanAPipeHolds() async throws {
        let rows = 40_000
        let back = try await psql(
            "CREATE TEMP TABLE t (a text); COPY t FROM stdin;\n"
                + (0..<rows).map { "row \($0) \(String(repeating: "x", count: 80))\n" }.joined()
                + "\\.\nCOPY t TO stdout;\n")
        #expect(back.end.failure == nil, "\(back.end.errors)")
        #expect(back.answer.split(separator: "\n").count == rows)
    }

    /// A program whose reader goes away ends, and its session with it.
    private func endsWhatNobodyReads() async throws {
        let pipe = try FileDescriptor.pipe()
        let running = Task {
            try await deployment.run(
                DatabaseProgram(
                    .psql,
                    [
                        "-X", "-q", "-c",
                        "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 300000)) TO STDOUT",
                    ]),
                input: nil, output: pipe.writeEnd)
        }
        var first = [UInt8](repeating: 0, count: 4096)
        _ = try first.withUnsafeMutableBytes { try pipe.readEnd.read(into: $0) }
        try pipe.readEnd.close()
        let end = try await running.value
        #expect(end.failure != nil)
        try await expectNoSession(of: "generate_series(1, 300000)")
    }

    private func endsWhatIsCancelled() async throws {
        let pipe = try FileDescriptor.pipe()
        let running = Task {
            try await deployment.run(
                DatabaseProgram(
                    .psql,
                    ["-X", "-q", "-c", "COPY (SELECT repeat('y', 99) FROM generate_series(1, 90000000)) TO STDOUT"]),
                input: nil, output: pipe.writeEnd)
        }
        var first = [UInt8](repeating: 0, count: 16)
        _ = try first.withUnsafeMutableBytes { try pipe.readEnd.read(into: $0) }
        running.cancel()
        _ = await running.result
        try pipe.readEnd.close()
        try await endSessions(of: "generate_series(1, 90000000)")
    }

    /// Waits until no session runs a statement with these words: a server notices late that nobody listens.
    private func expectNoSession(of words: String) async throws {
        for _ in 0..<600 {
            let count = try await psql(
                "SELECT count(*) FROM pg_stat_activity WHERE strpos(query, '\(words)') > 0 AND pid <> pg_backend_pid() AND state = 'active';"
            ).answer
            if count == "0\n" { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("a session still runs \(words)")
    }

    /// A query that computes is not told that its client has gone; what matters is that nothing stands in the way of
    /// ending it.
    private func endSessions(of words: String) async throws {
        _ = try await psql(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE strpos(query, '\(words)') > 0 AND pid <> pg_backend_pid();"
        )
        try await expectNoSession(of: words)
    }

    private func looksAround() async throws {
        #expect(!deployment.description.isEmpty)
        #expect(deployment.identity.hasSuffix("/\(deployment.database)"))
        let directory = try await psql("SHOW data_directory;").answer.trimmingCharacters(in: .newlines)
        if let free = await deployment.freeSpace(at: directory) { #expect(free > 1 << 20) }
        try await deployment.flushCache()
        try await deployment.flushCache()
        let application = try #require(try await deployment.components().first { $0.name == "reva" })
        #expect(application.isRunning, "\(application.state)")
    }

    private func stopsAndStarts() async throws {
        #expect(deployment.hasApplication)
        try await expectHealthy()
        try await deployment.stopApplication()
        try await deployment.stopApplication()
        await #expect(throws: DeploymentError.self) { try await deployment.health() }
        let sessions = try await psql(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
            """)
        #expect(sessions.answer == "0\n", "a stopped application has no session")
        #expect(try await deployment.components().first { $0.name == "reva" }?.isRunning != true)
        try await deployment.startApplication()
        try await expectHealthy()
        try await deployment.startApplication()
        try await expectHealthy()
    }

    private func expectHealthy() async throws {
        var last = ""
        for _ in 0..<1200 {
            do {
                let report = try await deployment.health()
                if report.database && report.adapterInitialized { return }
                last = "\(report.complaints)"
            } catch let error as DeploymentError {
                last = error.summary
            }
            // There is nothing to wait on but the answer of the next request.
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the application does not become healthy: \(last)")
    }
}

extension FileDescriptor {
    /// Everything until the end, read on a thread of its own; closes it.
    fileprivate func readAll() async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        defer { try? close() }
                        var bytes: [UInt8] = []
                        var buffer = [UInt8](repeating: 0, count: 64 << 10)
                        while true {
                            let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
                            guard count > 0 else { return bytes }
                            bytes += buffer[..<count]
                        }
                    })
            }
        }
    }
}
