import Foundation
import SystemPackage
import Testing

@testable import reva

/// `reva init kubernetes`.
@Suite struct OverlayTests {
    @Test("writes the very files of the source tree, and leaves none out")
    func oneSource() throws {
        let written = Dictionary(
            uniqueKeysWithValues: KubernetesManifests.all.map { ($0.path, String(decoding: $0.content, as: UTF8.self)) }
        )
        let tree = try Project.files(below: "k8s").filter { !$0.hasPrefix("k8s/overlays/") }
        #expect(Set(written.keys) == tree)
        for (path, content) in written { #expect(try content == Project.text(path), "\(path)") }
    }

    @Test("the overlay of the source tree is the one that init writes with all parts")
    func production() throws {
        let place = try TemporaryFolder()
        _ = try KubernetesOverlay.everything.folder(at: place.path).write(replacing: false)
        for name in ["kustomization.yaml", "postgres-data.yaml", "secrets/.gitignore"] {
            let path = "k8s/overlays/production/\(name)"
            #expect(try place.text(path) == Project.text(path), "\(name)")
        }
    }

    @Test("keeps the secrets from everybody else, and from git")
    func privacy() throws {
        let place = try TemporaryFolder()
        let overlay = KubernetesOverlay.everything
        _ = try overlay.folder(at: place.path).write(replacing: false)
        for name in ["postgres-password", "signing-key", "release.env", "jira.env"] {
            #expect(try place.mode("\(overlay.path)/secrets/\(name)") == 0o600, "\(name)")
        }
        #expect(try place.mode("\(overlay.path)/secrets") == 0o700)
        #expect(try place.text("\(overlay.path)/secrets/.gitignore") == "*\n!.gitignore\n")
        #expect(try place.text("\(overlay.path)/secrets/postgres-password").wholeMatch(of: /[A-Za-z0-9]{32}/) != nil)
        let key = try place.text("\(overlay.path)/secrets/signing-key").trimmingCharacters(in: .newlines)
        #expect(Data(base64Encoded: key)?.count == 32)
    }

    @Test("makes other secrets each time")
    func secretsDiffer() throws {
        let all = try (0..<20).flatMap { _ in
            try KubernetesOverlay().folder(at: "/nowhere").files.filter {
                $0.path.hasSuffix("postgres-password") || $0.path.hasSuffix("signing-key")
            }.map(\.content)
        }
        #expect(all.count == 40)
        #expect(Set(all).count == 40)
    }

    @Test("written again, it leaves the overlay and its secrets alone, and refuses to undo changes of the base")
    func twice() throws {
        let place = try TemporaryFolder()
        let overlay = KubernetesOverlay.everything
        _ = try overlay.folder(at: place.path).write(replacing: false)
        let password = try place.text("\(overlay.path)/secrets/postgres-password")
        let changed = place.path.pushing(FilePath("\(overlay.path)/postgres-data.yaml")).string
        try "mine".write(toFile: changed, atomically: true, encoding: .utf8)

        #expect(try overlay.folder(at: place.path).write(replacing: false).written.isEmpty)
        #expect(try place.text("\(overlay.path)/secrets/postgres-password") == password)
        #expect(try place.text("\(overlay.path)/postgres-data.yaml") == "mine")

        let base = place.path.pushing("k8s/base/redis.yaml").string
        try "mine".write(toFile: base, atomically: true, encoding: .utf8)
        let error = #expect(throws: CommandError.self) {
            try overlay.folder(at: place.path).write(replacing: false)
        }
        #expect(error?.summary == "\(place.path) holds other versions of k8s/base/redis.yaml")
        #expect(error?.hints.last?.contains("k8s/overlays/production/kustomization.yaml") == true)
        #expect(try place.text("k8s/base/redis.yaml") == "mine")
        #expect(try overlay.folder(at: place.path).write(replacing: true).replaced == ["k8s/base/redis.yaml"])
        #expect(try place.text("k8s/base/redis.yaml") == Project.text("k8s/base/redis.yaml"))
    }

    @Test(
        "refuses what would mean something else in a manifest, before anything is written",
        arguments: [
            (KubernetesOverlay(name: "../base"), "../base is no name of an overlay"),
            (KubernetesOverlay(name: ""), " is no name of an overlay"),
            (KubernetesOverlay(releaseURL: "release.example.com"), "release.example.com is no address of a server"),
            (
                KubernetesOverlay(jiraURL: "https://jira.example.com/\nJIRA_URL=x"),
                "https://jira.example.com/\nJIRA_URL=x is no address of a server"
            ),
            (
                KubernetesOverlay(ollamaURL: "http://gpu:11434/\"]"), "http://gpu:11434/\"] is no address of a server"
            ),
            (
                KubernetesOverlay(jiraURL: "https://jira.example.com", jiraUsername: "a b"),
                "\"a b\" is no name of a user of Jira"
            ),
            (KubernetesOverlay(image: "reva\" \n"), "\"reva\\\" \\n\" is no name of an image"),
            (KubernetesOverlay(storageClass: ""), "\"\" is no name of a storage class"),
        ])
    func refusals(overlay: KubernetesOverlay, summary: String) throws {
        let error = #expect(throws: CommandError.self) { try overlay.folder(at: "/nowhere") }
        #expect(error?.summary == summary)
        #expect(error?.hints.isEmpty == false)
    }
}
