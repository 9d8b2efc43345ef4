import Foundation
import PostgresTesting
import SystemPackage
import Testing

@testable import Deployment

@Suite struct PostgresInstallationTests {
    @Test(
        "reads versions as postgres prints them",
        arguments: [
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", PostgresVersion(major: 15, minor: 14)),
            ("postgres (PostgreSQL) 19beta1", PostgresVersion(major: 19, minor: 0)),
            ("postgres (PostgreSQL) 18.4\n", PostgresVersion(major: 18, minor: 4)),
        ])
    func versions(output: String, version: PostgresVersion) {
        #expect(PostgresVersion(programOutput: output) == version)
    }

    @Test(
        "takes nothing else for a version",
        arguments: ["", "15.4", "postgres (PostgreSQL) ", "(PostgreSQL) x.1", "(PostgreSQL) 15.", "(PostgreSQL) 0.1"])
    func noVersion(output: String) {
        #expect(PostgresVersion(programOutput: output) == nil)
    }

    @Test("reads the version an extension would have")
    func controlFile() {
        let control = "comment = 'vector = data'\ndefault_version = '0.8.1'\nrelocatable = true\n"
        #expect(PostgresInstallation.defaultVersion(inControlFile: control) == "0.8.1")
        #expect(PostgresInstallation.defaultVersion(inControlFile: "relocatable = true") == "unknown")
    }

    @Test("prefers an installed PostgreSQL to the embedded one, both newest first, and pgvector to its absence")
    func order() async throws {
        let machine = try FakeMachine()
        defer { machine.remove() }
        try machine.install("usr/15/bin", version: "15.3", vector: true)
        try machine.install("usr/16/bin", version: "16.1", vector: true)
        try machine.install("usr/18/bin", version: "18.0", vector: false)
        try machine.install("home/postgres/19.1/bin", version: "19.1", vector: true)
        let folders = [machine.root.appending("usr/*/bin")]
        let home = machine.root.appending("home")
        var found = try await PostgresInstallation.find(home: home, folders: folders)
        #expect(found.version == PostgresVersion(major: 16, minor: 1))
        found = try await PostgresInstallation.find(home: home, folders: [])
        #expect(found.version.major == 19)
        found = try await PostgresInstallation.find(folders: folders, requiringVector: false)
        #expect(found.version.major == 16)
        found = try await PostgresInstallation.find(
            explicit: machine.root.appending("usr/15/bin"), home: home, folders: folders)
        #expect(found.version.major == 15)
    }

    @Test("follows links on the search path to the programs' own folder")
    func searchPath() async throws {
        let machine = try FakeMachine()
        defer { machine.remove() }
        try machine.install("opt/pg/bin", version: "17.2", vector: true)
        let links = machine.root.appending("links")
        try FileManager.default.createDirectory(atPath: links.string, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: links.appending("initdb").string,
            withDestinationPath: machine.root.appending("opt/pg/bin/initdb").string)
        let found = try await PostgresInstallation.find(searchPath: "/nowhere:\(links)", folders: [])
        #expect(found.binFolder.string.hasSuffix("opt/pg/bin"))
    }

    @Test("says what was found when nothing fits, and what to do")
    func nothingFits() async throws {
        let machine = try FakeMachine()
        defer { machine.remove() }
        try machine.install("usr/14/bin", version: "14.9", vector: true)
        try machine.install("usr/16/bin", version: "16.1", vector: false)
        let error = await #expect(throws: PostgresServerError.self) {
            try await PostgresInstallation.find(folders: [machine.root.appending("usr/*/bin")])
        }
        #expect(error?.summary == "no PostgreSQL 15 or newer with pgvector was found on this machine")
        let hints = try #require(error?.hints)
        #expect(hints.count == 3)
        #expect(hints[0].hasSuffix("usr/14/bin, but it is older than 15"))
        #expect(hints[1].hasSuffix("usr/16/bin, but it lacks the extension pgvector"))
        #expect(hints[2].hasPrefix("run `make run` in the sources of Reva"))
        try machine.install("usr/17/bin", version: "17.0", vector: true)
        let found = try await PostgresInstallation.find(folders: [machine.root.appending("usr/*/bin")])
        #expect(found.version.major == 17)
    }

    @Test("names the program that is missing in a folder somebody named")
    func missingProgram() async {
        let error = await #expect(throws: PostgresServerError.self) {
            try await PostgresInstallation.find(explicit: "/nowhere/bin")
        }
        #expect(error?.summary == "/nowhere/bin has no program postgres that can be run")
    }
}

/// Folders with programs that answer as PostgreSQL's do.
private struct FakeMachine {
    let root: FilePath

    init() throws {
        root = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: root.string, withIntermediateDirectories: false)
    }

    func install(_ folder: FilePath, version: String, vector: Bool) throws {
        let bin = root.appending(folder.components)
        let extensions = bin.removingLastComponent().appending("share/extension")
        for path in [bin, extensions] {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        }
        for name in ["postgres", "initdb"] {
            try write("#!/bin/sh\necho '\(name) (PostgreSQL) \(version)'\n", to: bin.appending(name), mode: 0o755)
        }
        try write("", to: extensions.appending("plpgsql.control"))
        if vector { try write("default_version = '0.8.0'\n", to: extensions.appending("vector.control")) }
    }

    private func write(_ text: String, to file: FilePath, mode: Int = 0o644) throws {
        try text.write(toFile: file.string, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.string)
    }

    func remove() { try? FileManager.default.removeItem(atPath: root.string) }
}
