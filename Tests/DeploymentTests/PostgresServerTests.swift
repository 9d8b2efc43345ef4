import Foundation
import Glibc
import Logging
import PostgresTesting
import Subprocess
import SystemPackage
import Testing

@testable import Deployment

@Suite(.serialized) struct PostgresServerTests {
    private static func server(at folder: FilePath = TestFolder.unused()) async throws -> PostgresServer {
        let installation = try #require(try await TestInstallations.all.first)
        // Durable enough to survive a killed process; that no power cut is survived does not matter here.
        let settings = PostgresSettings.throwAway.overridden(by: ["full_page_writes": "on", "synchronous_commit": "on"])
        return try PostgresServer(installation, folder: folder, settings: settings, logger: Logger(label: "test"))
    }

    private static func remove(_ server: PostgresServer) async {
        await server.stop()
        try? FileManager.default.removeItem(atPath: server.folder.string)
    }

    @Test("runs a private server on every installation", arguments: try await TestInstallations.all)
    func runs(on installation: PostgresInstallation) async throws {
        try await TestDatabase.with(installation) { database in
            let settings = try await database.psql(
                """
                SELECT current_setting('server_version_num')::int / 10000, current_setting('listen_addresses'),
                    current_setting('data_checksums'), pg_encoding_to_char(encoding), current_setting('timezone')
                FROM pg_database WHERE datname = current_database()
                """)
            #expect(settings == "\(installation.version.major)||on|UTF8|UTC")
            let socketFolder = try FileManager.default.attributesOfItem(atPath: database.server.socketDirectory.string)
            #expect(socketFolder[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test("keeps data over stop and start, and does nothing twice")
    func restart() async throws {
        let server = try await Self.server()
        #expect(try await server.initialize())
        #expect(try await !server.initialize())
        #expect(try await server.start() == PostgresServer.Start(isNew: false, endedLeftover: nil))
        try await server.start()
        let database = TestDatabase(server: server, name: "postgres")
        try await database.psql("CREATE TABLE kept AS SELECT 42 AS answer")
        await server.stop()
        await server.stop()
        #expect(await !server.isRunning)
        #expect(!FileManager.default.fileExists(atPath: server.dataFolder.appending("postmaster.pid").string))
        try await server.start()
        #expect(try await database.psql("SELECT answer FROM kept") == "42")
        await Self.remove(server)
    }

    @Test("starts once however many ask at a time")
    func concurrentStarts() async throws {
        let server = try await Self.server()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await server.start() } }
            try await group.waitForAll()
        }
        #expect(await server.isRunning)
        await Self.remove(server)
    }

    @Test("recovers what was committed before a crash")
    func crash() async throws {
        let server = try await Self.server()
        try await server.start()
        let database = TestDatabase(server: server, name: "postgres")
        try await database.psql("CREATE TABLE kept AS SELECT 42 AS answer")
        await server.crash()
        #expect(await !server.isRunning)
        try await server.start()
        #expect(try await database.psql("SELECT answer FROM kept") == "42")
        await Self.remove(server)
    }

    @Test("shuts down a server left over from a crash, says so, and starts")
    func leftover() async throws {
        let server = try await Self.server()
        try await server.initialize()
        // As a process of ours that was killed together with the watcher would leave it.
        let orphan = try ServerProcess(server)
        try await orphan.waitUntilReady(in: server.dataFolder, within: .seconds(60))
        let process = try #require(Postmaster.recorded(in: server.dataFolder)).processID
        #expect(try await server.start() == PostgresServer.Start(isNew: false, endedLeftover: process))
        #expect(kill(process, 0) != 0)
        await orphan.waitUntilStopped()
        await Self.remove(server)
    }

    @Test("ends, and removes a throw-away folder, when the process that started it is gone without a word")
    func orphaned() async throws {
        let installation = try #require(try await TestInstallations.all.first)
        let server = try PostgresServer(
            installation, folder: TestFolder.unused(), settings: .throwAway, isThrowAway: true)
        try await server.initialize()
        let leash = try FileDescriptor.pipe()
        let result = try await run(
            try ServerProcess.configuration(of: server),
            input: .fileDescriptor(leash.readEnd, closeAfterSpawningProcess: true), output: .discarded,
            error: .discarded
        ) { _ in
            try await Self.wait { Postmaster.recorded(in: server.dataFolder)?.isReady == true }
            // What the kernel does for a process that was killed.
            try leash.writeEnd.close()
        }
        #expect(result.terminationStatus.isSuccess, "it was shut down in order")
        try await Self.wait { !FileManager.default.fileExists(atPath: server.folder.string) }
    }

    private static func wait(_ condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !condition() {
            try #require(ContinuousClock.now < deadline, "it never happened")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("takes another process with a crashed server's number for what it is")
    func recycledNumber() async throws {
        let server = try await Self.server()
        try await server.initialize()
        let stale = "\(getpid())\n\(server.dataFolder)\n1700000000\n5432\n\(server.socketDirectory)\n\n\nready   \n"
        let postmaster = try #require(Postmaster(fileContent: stale))
        #expect(postmaster.isReady)
        #expect(!postmaster.isRunning(on: server.dataFolder))
        await Self.remove(server)
    }

    @Test("refuses a folder another server of ours runs on, and leaves that alone")
    func twice() async throws {
        let first = try await Self.server()
        try await first.start()
        let second = try await Self.server(at: first.folder)
        let error = await #expect(throws: PostgresServerError.self) { try await second.start() }
        #expect(error?.summary == "the database folder \(first.folder) is in use by process \(getpid())")
        #expect(try await TestDatabase(server: first, name: "postgres").psql("SELECT 1") == "1")
        await first.stop()
        try await second.start()
        await Self.remove(second)
    }

    @Test("shows the server's own words when it does not start, holds nothing, and starts once that is mended")
    func badSetting() async throws {
        let installation = try #require(try await TestInstallations.all.first)
        let folder = TestFolder.unused()
        let bad = try PostgresServer(
            installation, folder: folder, settings: .throwAway.overridden(by: ["shared_buffers": "plenty"]))
        let error = await #expect(throws: PostgresServerError.self) { try await bad.start() }
        #expect(error?.reason == .startFailed)
        #expect(error?.summary.hasPrefix("PostgreSQL ended while starting on \(folder)/data: ") == true)
        #expect(
            error?.hints.contains { $0.contains("invalid value for parameter \"shared_buffers\": \"plenty\"") } == true)
        #expect(error?.hints.last == "the whole log is \(folder)/postgres.log")
        #expect(await !bad.isRunning)
        let good = try await Self.server(at: folder)
        try await good.start()
        await Self.remove(good)
    }

    @Test("refuses a data folder of another major version and leaves it as it was")
    func otherVersion() async throws {
        let server = try await Self.server()
        try await server.initialize()
        let file = server.dataFolder.appending("PG_VERSION").string
        let own = try String(contentsOfFile: file, encoding: .utf8)
        try "9.6\n".write(toFile: file, atomically: true, encoding: .utf8)
        let error = await #expect(throws: PostgresServerError.self) { try await server.start() }
        #expect(error?.reason == .otherMajorVersion)
        #expect(
            error?.summary == "\(server.dataFolder) was written by PostgreSQL 9.6, and this is PostgreSQL "
                + "\(server.installation.version)")
        #expect(error?.hints.first == "name the bin folder of a PostgreSQL 9.6")
        try own.write(toFile: file, atomically: true, encoding: .utf8)
        chown(file, getpwnam("postgres")?.pointee.pw_uid ?? getuid(), gid_t.max)
        try await server.start()
        await Self.remove(server)
    }

    @Test("refuses a folder called data that holds something else")
    func strangeFolder() async throws {
        let server = try await Self.server()
        try FileManager.default.createDirectory(atPath: server.dataFolder.string, withIntermediateDirectories: true)
        let error = await #expect(throws: PostgresServerError.self) { try await server.start() }
        #expect(error?.summary == "\(server.dataFolder) is there, but is not a PostgreSQL data folder")
        #expect(FileManager.default.fileExists(atPath: server.dataFolder.string))
        try FileManager.default.removeItem(atPath: server.dataFolder.string)
        #expect(try await server.start().isNew)
        await Self.remove(server)
    }

    @Test("removes what a crash during the creation of the data folder left")
    func unfinished() async throws {
        let server = try await Self.server()
        let unfinished = server.folder.appending("data.new/base")
        try FileManager.default.createDirectory(atPath: unfinished.string, withIntermediateDirectories: true)
        chmod(server.folder.string, 0o755)
        #expect(try await server.initialize())
        #expect(!FileManager.default.fileExists(atPath: server.folder.appending("data.new").string))
        await Self.remove(server)
    }

    @Test("counts the bytes of a socket's path before it makes anything")
    func longPath() async throws {
        let installation = try #require(try await TestInstallations.all.first)
        let folder = FilePath("/tmp/" + String(repeating: "x", count: 84))
        let error = #expect(throws: PostgresServerError.self) { try PostgresServer(installation, folder: folder) }
        #expect(
            error?.summary
                == "the socket's path \(folder)/socket/.s.PGSQL.5432 has 110 bytes, and the system allows 107"
        )
        #expect(!FileManager.default.fileExists(atPath: folder.string))
        _ = try PostgresServer(installation, folder: folder, socketDirectory: "/tmp/reva-socket")
        _ = try PostgresServer(installation, folder: FilePath(String(folder.string.dropLast(3))))
    }

    @Test("removes a throw-away server's folder, and never one that was there before")
    func throwAway() async throws {
        let installation = try #require(try await TestInstallations.all.first)
        let folder = TestFolder.unused()
        let server = try PostgresServer(installation, folder: folder, settings: .throwAway, isThrowAway: true)
        try await server.whileRunning { _ in }
        #expect(!FileManager.default.fileExists(atPath: folder.string))
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        let other = try PostgresServer(installation, folder: folder, settings: .throwAway, isThrowAway: true)
        let error = await #expect(throws: PostgresServerError.self) { try await other.start() }
        #expect(error?.summary == "the folder \(folder) of a throw-away server is there already")
        #expect(FileManager.default.fileExists(atPath: folder.string))
        try FileManager.default.removeItem(atPath: folder.string)
    }

    @Test("writes connection details that libpq reads, whatever the folder's name")
    func url() async throws {
        let installation = try #require(try await TestInstallations.all.first)
        let server = try PostgresServer(installation, folder: "/tmp/a b/é")
        #expect(
            server.url(database: "re/va")
                == "postgresql://postgres@/re%2Fva?host=%2Ftmp%2Fa%20b%2F%C3%A9%2Fsocket&port=5432")
        #expect(server.environment(database: "x")["PGHOST"] == "/tmp/a b/é/socket")
    }
}
