import Foundation
import RevaTesting
import Subprocess
import SystemPackage

/// A `reva demo release` on this machine, as containers reach it: the upstream of release-mcp.
enum ReleaseUpstream {
    private struct Started: Decodable { let address: String }

    /// Starts it, lends its port, and stops it.
    static func with(_ body: (Int) async throws -> Void) async throws {
        let result = try await Subprocess.run(
            .path(RevaProgram.path),
            arguments: ["demo", "release", "--host", "0.0.0.0", "--port", "0", "--format", "json"],
            input: .none, output: .sequence, error: .discarded
        ) { execution -> Result<Void, any Error> in
            var text = ""
            for try await buffer in execution.standardOutput {
                text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                if text.hasSuffix("}\n") { break }
            }
            let result: Result<Void, any Error>
            do {
                let started = try JSONDecoder().decode(Started.self, from: Data(text.utf8))
                try await body(URL(string: started.address)?.port ?? 0)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try execution.send(signal: .terminate)
            return result
        }
        try result.closureResult.get()
    }
}
