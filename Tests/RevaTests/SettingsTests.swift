import Foundation
import RevaTesting
import SystemPackage
import Testing

@Suite("The file of settings")
struct SettingsTests {
    private struct End {
        let code: Int32?
        let output: String
        let errors: String
        let warnings: [String]
    }

    /// `reva settings` with such a file in `/home`.
    private func settings(_ yaml: String, as format: String = "json") async throws -> End {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/reva.yaml"
        try yaml.write(toFile: file, atomically: true, encoding: .utf8)
        let reva = RevaProgram(home: FilePath(folder.path), variables: ["PATH": "/usr/bin:/bin", "HOME": folder.path])
        let end = try await reva.run(["settings", "--format", format, "--config", file])
        return End(
            code: end.code, output: end.output, errors: end.errors.replacing(folder.path, with: "/home"),
            warnings: end.warnings.map { $0.replacing(folder.path, with: "/home") })
    }

    @Test("a key that is no setting, and a list for one value, are named and passed over")
    func unread() async throws {
        let end = try await settings(
            """
            retention: {days: 14, dayz: 3}
            database: {url: ""}
            release: {folders: [a, b], token: {}}
            7: x
            jobs:
            """)
        #expect(end.code == 0 || end.errors.contains("/none"), "\(end.errors)")
        #expect(
            end.warnings == [
                "7 in /home/reva.yaml is no setting, and is passed over; reva settings lists those that are",
                "release.folders in /home/reva.yaml is a list, and is passed over: it takes one value",
                "retention.dayz in /home/reva.yaml is no setting, and is passed over; reva settings lists those that are",
            ])
    }

    @Test("one without a mistake, an empty one, and one with keys in a single word say nothing")
    func read() async throws {
        for yaml in ["retention: {days: 14}\njobs: 2", "", "# only a remark", "retention.days: 14"] {
            let end = try await settings(yaml)
            #expect(end.code == 0 && end.warnings.isEmpty, "\(yaml): \(end.errors)")
            if yaml.contains("14") { #expect(end.output.contains(#""value":"14""#), "\(end.output)") }
        }
    }

    @Test("one that is not there, no YAML, or no mapping, is refused by its name, in one sentence")
    func refused() async throws {
        for (yaml, reason) in [
            ("retention: [", "line 2, column 1: did not find expected node content"),
            ("- a list", "Top level YAML value is not a mapping."),
        ] {
            let end = try await settings(yaml, as: "text")
            #expect(end.code == 1, "\(yaml)")
            #expect(
                end.errors == """
                    error: the settings in /home/reva.yaml cannot be read: \(reason)
                      try: check that the file is there and is YAML
                      try: reva settings lists the keys

                    """)
        }
        let reva = RevaProgram(home: "/nowhere", variables: ["PATH": "/usr/bin:/bin", "HOME": "/nowhere"])
        let missing = try await reva.run(["settings", "--config", "/nowhere/reva.yaml"])
        #expect(missing.code == 1)
        #expect(missing.errors.hasPrefix("error: the settings in /nowhere/reva.yaml cannot be read: "))
    }
}
