import Foundation
import RevaTesting
import Testing

extension InCompose {
    /// docs/compose.md, followed as it is written.
    @Suite("docs/compose.md") struct GuideTests {
        /// The folder that the document calls /opt/reva, with the program of the image in it.
        private static func program() async throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            try await ComposeSite.shared.run(
                inFolder(folder, try Guide("docs/compose.md").blocks(under: "## Set up")[1]))
            return folder
        }

        /// Lines for another folder than /opt/reva on this machine; in the image it is called so, too.
        private static func inFolder(_ folder: TemporaryFolder, _ lines: String) -> String {
            lines.replacing(/\/opt\/reva(?!\/\. )/, with: folder.path)
                .replacing("/usr/local/bin/reva", with: "\(folder.path)/reva")
        }

        /// Lines on the running deployment, with the program of the image.
        private func follow(_ lines: String, with program: TemporaryFolder) async throws -> String {
            let site = try ComposeSite.shared
            return try await site.run(
                """
                export PATH=\(program.path):$PATH REVA_COMPOSE_PROJECT=\(site.project) REVA_HOME=\(site.folder.path)/home
                \(lines.replacing("/opt/reva", with: site.folder.path))
                """)
        }

        @Test("leads from an image to the first proven backup")
        func setUp() async throws {
            let site = try ComposeSite.shared
            let blocks = try Guide("docs/compose.md").blocks(under: "## Set up")
            try #require(blocks.count == 6)
            let program = try await Self.program()
            try await site.run("export PATH=\(program.path):$PATH\n" + Self.inFolder(program, blocks[2]))
            #expect(try program.text(".env").contains("\nREVA_RELEASE_URL=https://release.example.com\n"))
            #expect(try program.text("secrets/postgres_password").count > 20)
            try await site.run("docker compose --project-directory \(program.path) config --quiet")

            #expect(try await follow(blocks[3], with: program).contains(#""status": "ok""#))
            let told = try await follow(blocks[4], with: program)
            #expect(told.contains(#/reva_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz  proven/#) && told.contains("all is well\n"))
            // With as little of the environment as cron gives.
            let command = blocks[5].split(separator: " ").dropFirst(5).joined(separator: " ")
                .replacing("/opt/reva", with: site.folder.path).replacing("/var/log", with: site.folder.path)
            let before = site.backups.count
            try await site.run("env -i DOCKER_HOST=$DOCKER_HOST HOME=/ PATH=/usr/bin:/bin sh -c '\(command)'")
            #expect(site.backups.count > before)
        }

        @Test("leads from a backup to a running Reva: with the program, without it, and when the database is gone")
        func restore() async throws {
            let site = try ComposeSite.shared
            let blocks = try Guide("docs/compose.md").blocks(under: "## Restore")
            try #require(blocks.count == 3)
            let program = try await Self.program()
            try await site.backup()
            let ways = [
                blocks[0].replacing("restore latest\n", with: "restore latest --yes\n"), blocks[1],
                blocks[2] + blocks[1],
            ]
            for way in ways {
                try await site.query("UPDATE epoch SET name = 'later'")
                _ = try await follow(way, with: program)
                try await site.expectProduction("live")
            }
        }

        @Test("changes the database's password")
        func password() async throws {
            let site = try ComposeSite.shared
            let blocks = try Guide("docs/compose.md").blocks(under: "## Secrets")
            let former = try site.folder.text("secrets/postgres_password")
            for password in ["another-\(UUID().uuidString)", former] {
                try await site.run("printf %s '\(password)' > secrets/postgres_password\n\(blocks[0])")
                try await site.expectProduction("live")
            }
        }
    }
}
