import Subprocess
import SystemPackage

/// PostgreSQL's client programs of one folder, with one connection to give them.
package struct PostgresPrograms: Sendable {
    let binaries: FilePath
    let environment: [String: String]

    func run(
        _ program: DatabaseProgram, in database: String, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        var variables: [String: String?] = environment
        // A service file, a password file or options of whoever calls must not redirect a restore to another server.
        for name in ["PGSERVICE", "PGSERVICEFILE", "PGOPTIONS", "PGHOSTADDR"] where environment[name] == nil {
            variables[name] = .some(nil)
        }
        variables["PGDATABASE"] = database
        variables["PGAPPNAME"] = "reva"
        let executable = Executable.path(binaries.appending(program.name.rawValue))
        return try await Program(executable: executable, environment: variables)
            .run(program.arguments, input: input, output: output)
    }

    /// The connection, for another program that uses libpq.
    func connection(to database: String) -> [String: String] {
        environment.merging(["PGDATABASE": database]) { $1 }
    }
}
