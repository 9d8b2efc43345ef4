import Foundation
import RevaTesting
import SystemPackage
import Testing

@testable import reva

/// `reva init compose`.
@Suite struct ComposeFolderTests {
    static let me = DeploymentFile.Owner(user: geteuid(), group: getegid())

    private func write(_ place: TemporaryFolder, _ compose: ComposeFolder = ComposeFolder(), replacing: Bool = false)
        throws -> DeploymentFolder.Outcome
    {
        try compose.folder(at: FilePath(place.path)).write(replacing: replacing)
    }

    @Test("writes the very files of the source tree")
    func oneSource() throws {
        let place = try TemporaryFolder()
        _ = try write(place)
        for name in ["compose.yaml", ".env.example", "bin/backup-db.sh", "bin/psql-when-ready"] {
            #expect(try Array(place.text(name).utf8) == Project.bytes(name), "\(name)")
            #expect(try place.mode(name) == (name.hasPrefix("bin/") ? 0o755 : 0o644))
        }
    }

    @Test("keeps secrets and settings from everybody else, and gives secrets to the user of the container")
    func privacy() throws {
        let place = try TemporaryFolder()
        _ = try write(place)
        for name in ["secrets/postgres_password", "secrets/release_token", "secrets/jira_token"] {
            #expect(try place.mode(name) == 0o600)
            #expect(try place.owner(name) == (geteuid() == 0 ? 10001 : Int(geteuid())))
        }
        #expect(try place.mode(".env") == 0o600)
        #expect(try place.mode("secrets") == 0o700)
        #expect(try place.mode("backups") == 0o700)
        let user = geteuid() == 0 ? "10001:10001" : Self.me.description
        #expect(try place.text(".env").contains("\nREVA_USER=\(user)\n"))
    }

    @Test("runs the containers as the person who is not root, for only they may read the secrets")
    func ordinaryUser() throws {
        let compose = ComposeFolder(maker: .init(user: 1000, group: 100))
        let folder = try compose.folder(at: "/nowhere")
        #expect(folder.files.allSatisfy { $0.owner == nil })
        let environment = try #require(folder.files.first { $0.path == ".env" })
        #expect(String(decoding: environment.content, as: UTF8.self).contains("\nREVA_USER=1000:100\n"))
        let root = try ComposeFolder(maker: .init(user: 0, group: 0)).folder(at: "/nowhere")
        #expect(root.files.filter { $0.path.hasPrefix("secrets/") }.allSatisfy { $0.owner == ComposeFolder.imageOwner })
    }

    @Test("makes another password each time, of letters and digits alone")
    func passwords() throws {
        let passwords = try (0..<50).map { _ in
            let folder = try ComposeFolder().folder(at: "/nowhere")
            return String(decoding: folder.files.first { $0.path.hasSuffix("_password") }?.content ?? [], as: UTF8.self)
        }
        #expect(Set(passwords).count == passwords.count)
        #expect(passwords.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9]{32}/) != nil })
    }

    @Test("fills in what was asked for, and nothing else")
    func settings() throws {
        let compose = ComposeFolder(
            releaseURL: "https://release.example.com", jiraURL: "https://x.atlassian.net", jiraUsername: "bot@x.com",
            ollamaURL: "http://host.docker.internal:11434", maker: .init(user: 0, group: 0))
        let file = try #require(try compose.folder(at: "/nowhere").files.first { $0.path == ".env" })
        let changed = String(decoding: file.content, as: UTF8.self).split(separator: "\n")
        let plain = try Project.text(".env.example").split(separator: "\n")
        #expect(changed.count == plain.count)
        #expect(
            zip(changed, plain).filter { $0 != $1 }.map(\.0) == [
                "REVA_RELEASE_URL=https://release.example.com", "JIRA_URL=https://x.atlassian.net",
                "JIRA_USERNAME=bot@x.com", "REVA_OLLAMA_URL=http://host.docker.internal:11434",
                "COMPOSE_PROFILES=${REVA_RELEASE_URL:+release},${JIRA_URL:+jira}",
            ])
    }

    @Test(
        "refuses an address that is none, or that Compose would read as something else",
        arguments: [
            ("jira", "jira is no address of a server"), ("ftp://jira", "ftp://jira is no address of a server"),
            ("http://", "http:// is no address of a server"), ("", " is no address of a server"),
            ("http://a/$HOME", "the value of JIRA_URL has spaces, quotes or one of $ \\ # in it"),
            ("http://a/#b", "the value of JIRA_URL has spaces, quotes or one of $ \\ # in it"),
            ("http://a/'b", "the value of JIRA_URL has spaces, quotes or one of $ \\ # in it"),
        ])
    func addresses(address: String, words: String) throws {
        let error = #expect(throws: CommandError.self) {
            try ComposeFolder(jiraURL: address).folder(at: "/nowhere")
        }
        #expect(error?.summary == words)
    }

    @Test("written again, it changes nothing: not the secrets, not the settings, not one time stamp")
    func again() throws {
        let place = try TemporaryFolder()
        let first = try write(place)
        let before = try Self.contents(of: place)
        #expect(first.kept.isEmpty && first.written.count == 8)
        let second = try write(place, ComposeFolder(jiraURL: "https://other.example.com"), replacing: true)
        #expect(try Self.contents(of: place) == before)
        #expect(second.written.isEmpty && second.replaced.isEmpty)
    }

    @Test("refuses to replace a changed file, names it, and leaves everything as it was")
    func changedFile() throws {
        let place = try TemporaryFolder()
        _ = try write(place)
        try place.write("compose.yaml", "name: mine\n")
        try FileManager.default.removeItem(atPath: "\(place.path)/bin/backup-db.sh")
        let before = try Self.contents(of: place)
        let error = #expect(throws: CommandError.self) { try write(place) }
        #expect(error?.summary == "\(place.path) holds other versions of compose.yaml")
        #expect(error?.hints.first?.hasPrefix("--replace ") == true)
        #expect(try Self.contents(of: place) == before)
        // And the next run, told so, succeeds.
        let outcome = try write(place, replacing: true)
        #expect(outcome.replaced == ["compose.yaml"] && outcome.written == ["bin/backup-db.sh"])
        #expect(try Array(place.text("compose.yaml").utf8) == Project.bytes("compose.yaml"))
    }

    @Test("says what Docker did when it made a folder in a secret's place")
    func folderInPlace() throws {
        let place = try TemporaryFolder()
        let secret = "\(place.path)/secrets/postgres_password"
        try FileManager.default.createDirectory(atPath: secret, withIntermediateDirectories: true)
        let error = #expect(throws: CommandError.self) { try write(place) }
        #expect(error?.summary == "\(secret) is a folder, and should be a file")
        #expect(place.names() == ["secrets"])
        try FileManager.default.removeItem(atPath: secret)
        #expect(try write(place).written.count == 8)
    }

    @Test("a folder that cannot be written is said to be so")
    func unwritable() throws {
        let error = #expect(throws: CommandError.self) {
            try ComposeFolder().folder(at: "/proc/reva").write(replacing: false)
        }
        #expect(error?.summary == "/proc/reva cannot be written: No such file or directory")
    }

    @Test("a plan writes nothing")
    func dryRun() throws {
        let place = try TemporaryFolder()
        let outcome = try ComposeFolder().folder(at: FilePath(place.path + "/new")).plan(replacing: false)
        #expect(outcome.written.count == 8)
        #expect(place.names().isEmpty)
    }

    private static func contents(of place: TemporaryFolder) throws -> [String: String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: place.path)
        return try Dictionary(
            uniqueKeysWithValues: files.map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(place.path)/\(name)")
                let text = (try? place.text(name)) ?? "folder"
                return (name, "\(text) \(attributes[.posixPermissions] ?? 0) \(attributes[.modificationDate] ?? 0)")
            })
    }
}
