import Deployment
import Foundation
import PostgresTesting
import SystemPackage
import Testing

/// With the real rclone, and a remote that is a folder.
@Suite("A remote of rclone")
struct RcloneTargetTests {
    private final class Remote: Sendable {
        let folder = TestFolder.unused()
        var place: FilePath { folder.appending("place") }
        let target: RcloneTarget

        init(path: String = "place") throws {
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            let settings = folder.appending("rclone.conf")
            try Data("[elsewhere]\ntype = alias\nremote = \(folder)\n".utf8).write(to: URL(filePath: settings.string))
            target = RcloneTarget("elsewhere:\(path)", configuration: settings)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder.string) }

        func write(_ text: String) throws -> FilePath {
            let file = folder.appending("source")
            try Data(text.utf8).write(to: URL(filePath: file.string))
            return file
        }

        func text(_ name: String) throws -> String {
            try String(contentsOfFile: place.appending(name).string, encoding: .utf8)
        }
    }

    private static func needsRclone() throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/rclone") }) else {
            try Test.cancel("no rclone here: scripts/install-packages test")
        }
    }

    @Test("takes a file under a temporary name, reads it back, and renames and removes it")
    func roundTrip() async throws {
        try Self.needsRclone()
        let remote = try Remote()
        #expect(try await remote.target.files().isEmpty, "before anything was copied there is no folder")
        let source = try remote.write("hello")
        try await remote.target.upload(source, as: ".a.partial") { _ in }
        #expect(try await remote.target.files() == [".a.partial": 5])
        let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        #expect(try await remote.target.digest(of: ".a.partial") == digest)
        try await remote.target.rename(".a.partial", to: "a b")
        #expect(try await remote.target.files() == ["a b": 5])
        #expect(try remote.text("a b") == "hello")
        try await remote.target.remove("a b")
        #expect(try await remote.target.files().isEmpty)
    }

    @Test("replaces what a broken transfer left, also when it has the same size and time")
    func replaces() async throws {
        try Self.needsRclone()
        let remote = try Remote()
        let source = try remote.write("hello")
        try await remote.target.upload(source, as: ".a.partial") { _ in }
        let time = try FileManager.default.attributesOfItem(atPath: source.string)[.modificationDate]
        let there = remote.place.appending(".a.partial").string
        try Data("jello".utf8).write(to: URL(filePath: there))
        try FileManager.default.setAttributes([.modificationDate: time ?? Date()], ofItemAtPath: there)
        try await remote.target.upload(source, as: ".a.partial") { _ in }
        #expect(try remote.text(".a.partial") == "hello")
    }

    @Test("says what rclone says when the remote is none")
    func unknown() async throws {
        try Self.needsRclone()
        let target = RcloneTarget("nowhere:place", configuration: "/dev/null")
        let error = await #expect(throws: DeploymentError.self) { try await target.files() }
        #expect(error?.summary.contains("didn't find section in config file") == true, "\(error?.summary ?? "")")
        #expect(error?.hints.first == "rclone listremotes")
    }
}
