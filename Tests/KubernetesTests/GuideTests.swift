import RevaTesting
import Testing

extension InKubernetes {
    /// docs/kubernetes.md, followed as it is written. Its lines by hand are the runbook's, which have tests of their own.
    @Suite("docs/kubernetes.md") struct GuideTests {
        private let guide: Guide

        init() throws { guide = try Guide("docs/kubernetes.md") }

        /// Lines in a folder; `reva` is the built program.
        private func follow(_ lines: String, in folder: String = ".") async throws -> String {
            let cluster = try Cluster.shared
            return try await cluster.run(
                """
                export REVA_KUBERNETES_NAMESPACE=\(cluster.namespace) REVA_HOME=\(cluster.folder)/home
                reva() { \(RevaProgram.path) "$@"; }
                mkdir -p \(folder) && cd \(folder)
                \(lines)
                """)
        }

        @Test("leads from nothing to the first proven backup")
        func setUp() async throws {
            let blocks = try guide.blocks(under: "## From nothing to the first proven backup")
            try #require(blocks.count == 5)
            let kinds = try await follow(
                blocks[0] + "kubectl kustomize \(Cluster.overlay) | grep '^kind: ' | sort | uniq -c", in: "fresh")
            #expect(kinds.contains("1 kind: CronJob") && kinds.contains("1 kind: StatefulSet"))
            #expect(try await follow(blocks[1]).contains(#""status":"ok""#))
            let told = try await follow(blocks[2])
            #expect(told.matches(of: #/reva_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz  proven/#).count >= 2, "\(told)")
        }

        @Test("leads from a backup to a running Reva, and back")
        func restore() async throws {
            let cluster = try Cluster.shared
            let blocks = try guide.blocks(under: "## Restore")
            try #require(blocks.count == 2)
            try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            // Nobody can answer here.
            let lines = blocks[0].split(separator: "\n").map { $0.hasSuffix("--dry-run") ? "\($0)\n" : "\($0) --yes\n" }
            try #require(lines.count == 3)
            #expect(try await follow(lines[0] + lines[1]).contains(" is restored and live, in "))
            try await cluster.expectProduction("live")
            #expect(try await follow(lines[2]).contains(" is live again, in "))
            try await cluster.expectProduction("later")
            try await cluster.settle()
            let byHand = blocks[1].split(separator: "\n").map(String.init)
            #expect(Set(byHand).subtracting(try Runbook.lines()).sorted() == [], "the runbook does not say these")
        }
    }
}
