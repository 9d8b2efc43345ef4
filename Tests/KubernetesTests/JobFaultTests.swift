import Foundation
import Glibc
import RevaTesting
import Testing

extension InKubernetes {
    /// What can go wrong with the pods that do the work, and with the application afterwards.
    @Suite struct JobFaultTests {
        /// Kills the program of the pod at work, as an OOM kill or a crash of its node does: no word comes from it any more.
        private static func killWorker(_ command: String) throws {
            let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }
            let workers = processes.filter {
                let words = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") ?? Data()
                return String(decoding: words, as: UTF8.self).contains("/program/bin/reva\0\(command)\0")
            }
            if workers.isEmpty { try Test.cancel("the nodes of this cluster are other machines") }
            for worker in workers { kill(worker, SIGKILL) }
        }

        @Test(
            "its pod is deleted, as draining a node does: the application is up again, and the end is that of the pod after"
        )
        func drained() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            let end = try await cluster.atSwap(of: "restore", "latest", "--yes") { _ in
                try await cluster.run(
                    "kubectl delete pod -n reva --selector=job-name --field-selector=status.phase=Running --wait=false")
                // First of all it starts the application again; what it made in the database it cannot drop yet.
                try await cluster.waits(until: "the application is started") { try await cluster.replicas() == "1" }
            }
            // The pod that ends may still be at it when the one after has ended.
            try await cluster.waits(until: "no run is at work") { try await cluster.journal() == "" }
            #expect(
                end.notes.contains {
                    $0.contains(/^the pod reva-restore-.* is gone, and reva-restore-.* begins the job anew$/)
                })
            // Kubernetes may begin with the next pod before the one that is ending has cleaned up.
            if end.code == 5 {
                #expect(
                    end.complaint.hasPrefix("error: another run is at work in /backups: reva restore"), "\(end.errors)")
                try await cluster.expectProduction("later")
            } else {
                #expect(end.code == 0, "\(end.errors)")
                #expect(end.output.contains(" is restored and live, in "))
                try await cluster.expectProduction("live")
            }
            try await cluster.backup()
            try await cluster.settle()
        }

        @Test(
            "killed between stop and start of a restore: the next backup starts the application again, with its replicas"
        )
        func killedInSwap() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            try await cluster.run(
                """
                kubectl scale deployment reva -n reva --replicas=2
                kubectl rollout status deployment/reva -n reva --timeout=300s
                """)
            try await cluster.query("UPDATE epoch SET name = 'later'")
            let end = try await cluster.atSwap(of: "restore", "latest", "--yes") { _ in
                try Self.killWorker("restore")
            }
            #expect(end.steps.last == "swap the databases", "\(end.steps)")
            #expect(end.code == 1)
            #expect(
                end.complaint.contains(/^error: the job reva-restore-[a-z0-9]+ was ended before it was done: Error/),
                "\(end.errors)")
            #expect(end.complaint.contains("  try: reva status --deployment kubernetes"))
            #expect(try await cluster.replicas() == "0")
            #expect(try await cluster.journal().contains(#""applicationStopped":true"#))
            let next = try await cluster.reva("backup")
            #expect(next.code == 0, "\(next.errors)")
            #expect(next.warnings.first?.contains(#"at the step "swap the databases""#) == true, "\(next.warnings)")
            #expect(next.notes.contains("started the application"), "\(next.notes)")
            try await cluster.expectProduction("later", replicas: 2)
            try await cluster.run("kubectl scale deployment reva -n reva --replicas=1")
            try await cluster.settle()
        }

        @Test("killed while it makes a proof: the backup stays, unproven, and what was begun goes with the next run")
        func killedInProof() async throws {
            let cluster = try Cluster.shared
            try await cluster.removeBackups()
            let end = try await cluster.atSwap(of: "backup") { _ in try Self.killWorker("backup") }
            #expect(end.code == 1, "\(end.errors)")
            let next = try await cluster.reva("verify", "latest")
            #expect(next.code == 0, "\(next.errors)")
            #expect(next.warnings.first?.hasPrefix("a run did not end well: reva backup") == true, "\(next.warnings)")
            try await cluster.expectProduction("live")
        }

        @Test("two backups at once: the second names the first, and does nothing")
        func atOnce() async throws {
            let cluster = try Cluster.shared
            try await cluster.removeBackups()
            try await cluster.holding(Cluster.noDatabases) { release in
                try await cluster.run("kubectl create job --from=cronjob/db-backup second -n reva")
                try await cluster.waitsForDatabases()
                let end = try await cluster.reva("backup")
                #expect(end.code == 5)
                #expect(
                    end.complaint.contains(
                        /error: another run is at work in \/backups: reva backup, process \d+ on second-[a-z0-9]+, since .*, at the step "make a scratch database"/
                    ), "\(end.errors)")
                #expect(end.complaint.contains("  try: wait until it has ended: reva status shows its step"))
                try await release()
            }
            try await cluster.run(
                """
                kubectl wait job/second -n reva --for=condition=Complete --timeout=120s
                kubectl delete job second -n reva
                """)
            #expect(try await cluster.backups().count { $0.hasSuffix(".proof.json") } == 1)
            try await cluster.expectProduction("live")
        }

        @Test("a full disk of the backups: it is said, and the next one succeeds")
        func full() async throws {
            let cluster = try Cluster.shared
            // Every pod has a small disk in memory; two of its pages are left.
            try await cluster.run(
                #"""
                kubectl patch cronjob db-backup -n reva --type=strategic -p '{"spec": {"jobTemplate": {"spec": {"template":
                {"spec": {"initContainers": [{"name": "program", "command": ["sh", "-c",
                "cp -R /opt/reva/. /program; cat /dev/zero >/dev/shm/filler; truncate -s -8192 /dev/shm/filler"]}],
                "containers": [{"name": "db-backup", "env": [{"name": "REVA_BACKUPS", "value": "/dev/shm"}]}]}}}}}}'
                """#)
            let end = try await cluster.reva("backup")
            try await cluster.apply()
            #expect(end.code == 8, "\(end.errors)")
            #expect(end.complaint.contains(".sql.gz: no space is left in /dev/shm"), "\(end.errors)")
            try await cluster.expectProduction("live")
            try await cluster.backup()
        }

        @Test("an application that does not come up with the restored data: swapped back, and it runs again")
        func notHealthy() async throws {
            let cluster = try Cluster.shared
            try await cluster.backup()
            try await cluster.query("UPDATE epoch SET name = 'later'")
            try await cluster.run("kubectl set env cronjob/db-backup -n reva REVA_START_LIMIT=5")
            let end = try await cluster.atSwap(of: "restore", "latest", "--yes") { _ in
                try await cluster.run("kubectl set image deployment/reva -n reva reva=reva:missing")
            }
            try await cluster.apply()
            #expect(end.code == 9, "\(end.errors)")
            #expect(end.steps.last == "swap back")
            #expect(
                end.complaint.contains(
                    /error: the application did not become healthy within 5 s: the container reva of the pod reva-[-a-z0-9]+ cannot start: (ErrImagePull|ImagePullBackOff|ErrImageNeverPull).*; the former database was put back, and nothing was lost/
                ), "\(end.errors)")
            try await cluster.expectProduction("later")
            try await cluster.settle()
        }
    }
}

extension Cluster {
    /// Puts the manifests back as they were.
    func apply() async throws {
        // What a patch added, applying alone does not know of.
        try await run("kubectl delete cronjob db-backup -n reva --ignore-not-found")
        try await run("kubectl apply -k \(Self.overlay)")
    }
}
