import Foundation
import RevaTesting
import Testing

/// The bundle, which the image is made of.
@Suite struct BundleTests {
    @Test("a program that would use libraries of this machine is not bundled, and the bundle that is there stays")
    func unfit() async throws {
        let before = try? FileManager.default.attributesOfItem(atPath: Project.path("dist/reva/bin/reva"))
        // Built for tests, without the flags of scripts/build-release.
        let end = try await Shell.run(
            Project.path("scripts/bundle"), [RevaProgram.path.string], variables: ["PATH": "/usr/bin:/bin"], in: "/")
        #expect(end.code == 1)
        #expect(end.errors.hasPrefix("error: the bundle would still use libraries of this system:\n"), "\(end.errors)")
        #expect(
            end.errors.hasSuffix(
                "try: scripts/build-release, which links the program so that it looks beside itself first\n"))
        let after = try? FileManager.default.attributesOfItem(atPath: Project.path("dist/reva/bin/reva"))
        #expect(before?[.modificationDate] as? Date == after?[.modificationDate] as? Date)
        #expect(!FileManager.default.fileExists(atPath: Project.path("dist/.reva.new")))
    }
}
