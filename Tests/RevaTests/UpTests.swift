import Deployment
import DeploymentTesting
import Foundation
import Glibc
import PostgresTesting
import RevaTesting
import Synchronization
import SystemPackage
import Testing

@Suite("reva up", .serialized)
struct UpTests {
    private struct Restored: Decodable {
        let state: String
        let downtimeSeconds: Double
        let before: String
    }

    private struct Taken: Decodable {
        struct Table: Decodable {
            let name: String
            let rows: Int
            let digest: String
        }
        let name: String
        let path: String
        let bytes: Int
        let state: String
        let tables: [Table]
        let seconds: Double
    }

    private static func program() async throws -> RevaProgram {
        guard let installation = try await TestInstallations.withVector.last else {
            try Test.cancel("no PostgreSQL with pgvector here: name its bin folder in REVA_TEST_POSTGRES")
        }
        let home = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: home.string, withIntermediateDirectories: true)
        return RevaProgram(home: home, binaries: installation.binFolder)
    }

    @Test("starts, is backed up and restored while it serves, undone, stopped by Ctrl-C, and finds its data again")
    func wholeLife() async throws {
        let reva = try await Self.program()
        defer { try? FileManager.default.removeItem(atPath: reva.home.string) }
        let code = try await RunningReva.with(reva) { up in
            #expect(await up.status(of: "/api/health") == 200)
            let health = try await reva.run("health", "--format", "json")
            #expect(health.code == 0)
            #expect(health.output.contains(#""release":{"connected":true,"tools":38}"#), "the stand-in's tools")
            let unprotected = try await reva.run("status")
            #expect(unprotected.code == 2)
            #expect(unprotected.output.hasPrefix("! there is no backup"))

            _ = try await up.psql(
                "CREATE TABLE epoch AS SELECT 'old' AS name; CREATE TABLE near (v vector(3));"
                    + "INSERT INTO near VALUES ('[1,2,3]'); CREATE INDEX ON near USING hnsw (v vector_l2_ops)")
            let backup = try await reva.run("backup", "--format", "json")
            #expect(backup.code == 0, "\(backup.errors)")
            let taken: Taken = try backup.decoded()
            #expect(taken.state == "proven")
            #expect(taken.tables.contains { $0.name == "epoch" && $0.rows == 1 && $0.digest.count == 32 })
            #expect(FileManager.default.fileExists(atPath: taken.path))
            let listed: [Taken] = try await reva.run("list", "--format", "json").decoded()
            #expect(listed.map(\.name) == [taken.name])
            #expect(try await reva.run("status").code == 0)

            _ = try await up.psql("UPDATE epoch SET name = 'new'")
            let end = try await Self.whileAsking(up) {
                try await reva.run("restore", "latest", "--yes", "--format", "json")
            }
            #expect(end.code == 0, "\(end.errors)")
            let restored: Restored = try end.decoded()
            #expect(restored.state == "restored")
            #expect(restored.downtimeSeconds < 10)
            #expect(try await up.psql("SELECT name FROM epoch") == "old")
            #expect(try await up.psql("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%hnsw%'") == "1")
            #expect(try await up.becomesHealthy())

            #expect(try await reva.run("undo", "--yes").code == 0)
            #expect(try await up.psql("SELECT name FROM epoch") == "new")
            #expect(try await up.becomesHealthy())
        }
        #expect(code == 0)
        #expect(!Self.isSomebodyLeft(of: reva))
        let away = try await reva.run("health")
        #expect(away.code == 6)
        #expect(
            away.errors.hasPrefix(
                "error: reva does not run here (home \(reva.home)), and no database is named\n  try: "))

        let again = try await RunningReva.with(reva) { up in
            let epoch = try await up.psql("SELECT name FROM epoch")
            #expect(epoch == "new")
        }
        #expect(again == 0)
    }

    @Test("is a deployment like the others")
    func conforms() async throws {
        let reva = try await Self.program()
        defer { try? FileManager.default.removeItem(atPath: reva.home.string) }
        let code = try await RunningReva.with(reva) { up in
            let deployment = LocalDeployment(
                description: "a test's reva up", database: "reva",
                binaries: FilePath(reva.variables["REVA_POSTGRES_BINARIES"] ?? ""), environment: up.connection,
                application: LocalApplication(socket: reva.home.appending("control.sock"), address: up.address))
            try await DeploymentConformance(deployment).check()
        }
        #expect(code == 0)
    }

    /// Asks `/api/live` all the while: until the application is stopped for the swap, every request must be answered.
    private static func whileAsking(
        _ up: RunningReva, _ body: () async throws -> RevaProgram.End
    ) async throws -> RevaProgram.End {
        let answers = Mutex<[Bool]>([])
        let asking = Task {
            while !Task.isCancelled {
                let answered = await up.status(of: "/api/live", within: 30) == 200
                answers.withLock { $0.append(answered) }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        let end = try await body()
        asking.cancel()
        await asking.value
        let heard = answers.withLock(\.self)
        let outages = zip(heard, heard.dropFirst()).count { $0 && !$1 }
        #expect(!heard.prefix(5).contains(false), "it was away before the restored copy stood")
        #expect(outages <= 1, "it was away more than once")
        return end
    }

    @Test("comes up again after kill -9, with its data")
    func killed() async throws {
        let reva = try await Self.program()
        defer { try? FileManager.default.removeItem(atPath: reva.home.string) }
        let code = try await RunningReva.with(reva) { up in
            _ = try await up.psql("CREATE TABLE epoch AS SELECT 'kept' AS name")
            kill(up.execution.value, SIGKILL)
        }
        #expect(code == nil)
        let again = try await RunningReva.with(reva) { up in
            let epoch = try await up.psql("SELECT name FROM epoch")
            #expect(epoch == "kept")
            #expect(await up.status(of: "/api/health") == 200)
        }
        #expect(again == 0)
        #expect(!Self.isSomebodyLeft(of: reva))
    }

    @Test("serves on, with the former or the restored data, when a restore is killed with -9 at any step")
    func restoreKilled() async throws {
        let reva = try await Self.program()
        defer { try? FileManager.default.removeItem(atPath: reva.home.string) }
        _ = try await RunningReva.with(reva) { up in
            _ = try await up.psql(
                "CREATE TABLE epoch AS SELECT 'old' AS name; CREATE TABLE near AS SELECT '[1,2]'::vector(2) AS v;"
                    + "CREATE INDEX ON near USING hnsw (v vector_l2_ops)")
            #expect(try await reva.run("backup").code == 0)
            var steps: [String] = []
            while true {
                _ = try await up.psql("UPDATE epoch SET name = 'new'")
                guard let step = try await reva.run(["restore", "latest", "--yes"], killedAtStep: steps.count + 1)
                else {
                    break
                }
                steps.append(step)
                #expect(try await up.becomesHealthy(), "killed at \(step)")
                #expect(["old", "new"].contains(try await up.psql("SELECT name FROM epoch")), "killed at \(step)")
                let next = try await reva.run("restore", "latest", "--yes")
                #expect(next.code == 0, "killed at \(step): \(next.errors)")
                #expect(next.warnings.allSatisfy { $0.hasPrefix("a run did not end well: reva restore, process ") })
                #expect(try await up.psql("SELECT name FROM epoch") == "old")
                #expect(
                    try await up.psql("SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid = 'near'::regclass")
                        == "1")
                #expect(try await up.psql("SELECT count(*) FROM pg_database WHERE datname LIKE '%scratch%'") == "0")
                #expect(await up.status(of: "/api/health") == 200)
            }
            for step in [
                "stop the application", "swap the databases", "start the application", "build the vector indexes",
            ] {
                #expect(steps.contains(step), "\(steps)")
            }
        }
    }

    /// True while a database server runs in this home.
    private static func isSomebodyLeft(of reva: RevaProgram) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { Int32($0) != nil }.contains { process in
            let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            let program = words.prefix { $0 != 0 }
            return program.suffix(9) == Data("/postgres".utf8)
                && words.firstRange(of: Data(reva.home.string.utf8)) != nil
        }
    }
}
