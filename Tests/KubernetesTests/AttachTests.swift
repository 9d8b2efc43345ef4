import Foundation
import Glibc
import Subprocess
import RevaTesting
import Testing

extension InKubernetes {
    /// A job goes on whatever becomes of who follows it.
    @Suite struct AttachTests {
        @Test("kubectl's connection is cut: reva goes on following, and tells every step once")
        func cut() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            try await cluster.holding(Cluster.noDatabases) { release in
                let end = try await cluster.reva("restore", "latest", "--yes", at: "make a database beside production")
                {
                    process in
                    try await cluster.waitsForDatabases()
                    let children = Self.children(of: process.value, named: "kubectl")
                    #expect(!children.isEmpty)
                    for child in children { kill(child, SIGKILL) }
                    try await release()
                }
                #expect(end.code == 0, "\(end.errors)")
                #expect(end.output.contains(" is restored and live, in "))
                #expect(end.steps.count == Set(end.steps).count, "\(end.steps)")
                #expect(end.steps.contains("swap the databases"))
            }
            try await cluster.expectProduction("live")
        }

        @Test("reva is killed: the same command attaches to the job, and reports its end")
        func killed() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            try await cluster.holding(Cluster.noDatabases) { release in
                let first = try await cluster.reva(
                    "restore", "latest", "--yes", at: "make a database beside production"
                ) {
                    process in
                    try await cluster.waitsForDatabases()
                    for child in Self.children(of: process.value, named: "kubectl") { kill(child, SIGKILL) }
                    kill(process.value, SIGKILL)
                }
                #expect(first.code == nil)
                let job = try #require(first.job)
                let again = try await cluster.reva("restore", "latest", "--yes", at: "open the backup") { _ in
                    try await release()
                }
                #expect(again.code == 0, "\(again.errors)")
                #expect(again.notes.first == "the job \(job) is at work on this already: following it")
                #expect(again.steps.first == "open the backup", "from its beginning")
                #expect(again.output.contains(" is restored and live, in "))
            }
            try await cluster.expectProduction("live")
        }

        @Test("Ctrl-C leaves the job at work, and says how to come back to it and how to stop it")
        func interrupted() async throws {
            let cluster = try Cluster.shared
            try await cluster.holding(Cluster.noDatabases) { release in
                let end = try await cluster.reva("backup", at: "make a scratch database") { process in
                    try await cluster.waitsForDatabases()
                    kill(process.value, SIGINT)
                }
                #expect(end.code == 130)
                let job = try #require(end.job)
                #expect(
                    end.complaint
                        == "error: left, and the job \(job) goes on in the cluster\n"
                        + "  try: the same command again, which follows it\n"
                        + "  try: kubectl delete job \(job) -n \(cluster.namespace), which stops it")
                try await release()
                try await cluster.run("kubectl wait job/\(job) -n reva --for=condition=Complete --timeout=60s")
            }
            try await cluster.expectProduction("live")
        }

        /// The processes that a process has started, by the name of their program.
        private static func children(of parent: pid_t, named name: String) -> [pid_t] {
            let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return processes.compactMap { pid_t($0) }.filter { process in
                // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: pid (name) state parent
                guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                    let match = text.firstMatch(of: #/\((?<name>.*)\) . (?<parent>[0-9]+) /#)
                else { return false }
                return match.parent == "\(parent)" && match.name.hasPrefix(name)
            }
        }
    }
}
