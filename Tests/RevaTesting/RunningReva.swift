import AsyncHTTPClient
import Foundation
import PostgresTesting
import Subprocess
import SystemPackage
import Testing

/// A `reva up` in a home of its own, for as long as a test needs it.
package struct RunningReva: Sendable {
    package let reva: RevaProgram
    /// Such as http://127.0.0.1:40123.
    package let address: String
    /// The database's connection, as libpq's variables.
    package let connection: [String: String]
    package let execution: ProcessIdentifier

    private struct Record: Decodable {
        let process: Int32
        let address: String
        let environment: [String: String]
    }

    /// Starts it, waits until it says that it is up, lends it, and stops it as Ctrl-C does.
    /// - Returns: its exit code; nil when a signal ended it.
    package static func with(_ reva: RevaProgram, _ body: (RunningReva) async throws -> Void) async throws -> Int32? {
        let log = try FileDescriptor.open(
            reva.home.appending("up.log"), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        let result = try await Subprocess.run(
            .path(RevaProgram.path), arguments: ["up", "--port", "0", "--format", "json"],
            environment: reva.environment, input: .none, output: .sequence,
            error: .fileDescriptor(log, closeAfterSpawningProcess: true)
        ) { execution in
            var text = ""
            for try await buffer in execution.standardOutput {
                text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                if text.hasSuffix("}\n") { break }
            }
            let result: Result<Void, any Error>
            do {
                guard let data = FileManager.default.contents(atPath: reva.home.appending("up.json").string) else {
                    throw NotUp(
                        description: (try? String(contentsOfFile: reva.home.appending("up.log").string, encoding: .utf8))
                            ?? "")
                }
                let record = try JSONDecoder().decode(Record.self, from: data)
                try await body(
                    RunningReva(
                        reva: reva, address: record.address, connection: record.environment,
                        execution: execution.processIdentifier))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            // It is no error when the test has ended it already.
            try? execution.send(signal: .interrupt)
            try result.get()
        }
        if case .exited(let code) = result.terminationStatus { return Int32(code) }
        return nil
    }

    package struct NotUp: Error, CustomStringConvertible {
        package let description: String
    }

    package func psql(_ sql: String) async throws -> String {
        var program = reva
        program.variables = connection.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first }
        let psql = FilePath(reva.variables["REVA_POSTGRES_BINARIES"] ?? "").appending("psql")
        let result = try await Subprocess.run(
            .path(psql), arguments: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql],
            environment: program.environment, input: .none, output: .string(limit: 1 << 20),
            error: .string(limit: 65536))
        guard result.terminationStatus.isSuccess else { throw NotUp(description: result.standardError) }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The status of one request; nil when nobody answers within so many seconds.
    package func status(of path: String, within seconds: Int64 = 5) async -> UInt? {
        let response = try? await HTTPClient.shared.execute(
            HTTPClientRequest(url: "\(address)\(path)"), timeout: .seconds(seconds))
        _ = try? await response?.body.collect(upTo: 1 << 20)
        return response?.status.code
    }

    /// Asks until it is healthy; false when it has not become so after a while.
    package func becomesHealthy() async throws -> Bool {
        for _ in 0..<200 {
            if await status(of: "/api/health") == 200 { return true }
            // There is nothing to wait on but the answer of the next request.
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
