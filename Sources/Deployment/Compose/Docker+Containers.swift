import Foundation
import Health
import SystemPackage

/// What is done inside of containers.
extension Docker {
    /// Runs a program of PostgreSQL beside a server, over loopback, as postgres.
    func run(
        _ program: DatabaseProgram, on database: String, in container: String, input: FileDescriptor?,
        output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        let arguments = [
            "exec", "--interactive", "--env", "PGDATABASE=\(database)", "--env", "PGAPPNAME=reva", "--env",
            "PGUSER=postgres", container,
        ]
        if let input {
            let all = arguments + [program.name.rawValue] + program.arguments
            return try await run(all, input: input, output: output)
        }
        // A program that docker runs in a container goes on when docker's client has ended, and waits for ever for somebody
        // to read what it writes. Our end of this pipe closes when the program is done, and also when we are killed.
        let leash = try Program.pipe()
        defer { try? leash.writeEnd.close() }
        let all = arguments + ["sh", "-c", Leash.script, "sh", program.name.rawValue] + program.arguments
        return try await run(all, input: leash.readEnd, output: output)
    }

    /// Bytes free on the disk under a folder; nil where the container cannot tell.
    func freeSpace(at directory: String, in container: String) async -> Int? {
        guard let table = try? await ask(["exec", container, "df", "-P", "-k", directory]),
            let free = table.split(separator: "\n").last?.split(separator: " ").dropFirst(3).first.flatMap({ Int($0) })
        else { return nil }
        return free << 10
    }

    /// Asks the application in a container for its health.
    func health(of container: String) async throws -> HealthReport {
        // Not `curl --fail`: a degraded application answers with 503, and says why.
        let question =
            #"exec curl --silent --show-error --max-time 10 "http://localhost:${REVA_PORT:-3978}/api/health?detail=true""#
        return try HealthReport(asked: try await ask(["exec", container, "sh", "-c", question]))
    }
}
