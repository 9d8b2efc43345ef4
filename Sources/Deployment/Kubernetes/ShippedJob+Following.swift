import Foundation
import SystemPackage

extension ShippedJob {
    /// How the job's program ended.
    package struct Outcome: Sendable {
        package let code: Int32
        /// Such as `OOMKilled`; nil where Kubernetes gives none.
        package let reason: String?
    }

    /// How long a cluster may be away before nobody waits for it any more.
    private static let patience: Duration = .seconds(300)

    /// Hands over each line that the program writes, once, and returns when it has ended.
    /// - Parameters:
    ///   - line: called in the program's order.
    ///   - remark: told what a person should know meanwhile.
    /// - Throws: when the pod cannot start (the job is then taken away: it has done nothing), when it is gone, or when the
    ///   cluster has been away for too long; the job itself goes on then.
    package func follow(
        line: (String) -> Void, remark: (String) -> Void
    ) async throws -> Outcome {
        let clock = ContinuousClock()
        var seen = 0
        var name: String?
        var lost: ContinuousClock.Instant?
        var obstruction = Obstruction()
        while true {
            try Task.checkCancellation()
            do {
                let pod = try await pod()
                if lost != nil { remark("the cluster answers again") }
                lost = nil
                if let pod, pod.metadata.name != name {
                    // Who deletes a pod, as draining a node does, makes Kubernetes begin the job anew in another one.
                    if let name { remark("the pod \(name) is gone, and \(pod.metadata.name) begins the job anew") }
                    (name, seen) = (pod.metadata.name, 0)
                }
                if let outcome = pod.flatMap(Self.outcome) {
                    // What was written last may not have come through while it ran.
                    seen += try await relay(pod, follows: false, after: seen, line)
                    return outcome
                }
                if let pod, Self.hasStarted(pod) {
                    seen += try await relay(pod, follows: true, after: seen, line)
                    continue
                }
                if let obstacle = obstruction.lasting(pod?.obstacle) {
                    try await remove()
                    throw DeploymentError(
                        obstacle, hints: ["kubectl get events -n \(kubectl.namespace) --sort-by=.lastTimestamp"])
                }
            } catch let error as DeploymentError where error.isUnreachable {
                if lost == nil { remark("the cluster does not answer; the job \(self.name) goes on: \(error.summary)") }
                let since = lost ?? clock.now
                lost = since
                guard clock.now - since < Self.patience else { throw gone(error.summary) }
            }
            // Each look is a new answer of the cluster.
            try await clock.sleep(for: .milliseconds(300))
        }
    }

    private func gone(_ why: String) -> DeploymentError {
        DeploymentError(
            "the job \(name) cannot be followed any more, and goes on: \(why)",
            hints: [
                "the same command again, which follows it", "kubectl logs -n \(kubectl.namespace) job/\(name) -f",
            ], isUnreachable: true)
    }

    /// The job's pod; nil before there is one.
    private func pod() async throws -> Pod? {
        let pods: Pod.List = try await kubectl.decode(["get", "pods", "--selector=job-name=\(name)"])
        // While one is ending, its successor may be there already.
        if let pod = pods.items.first(where: { $0.metadata.deletionTimestamp == nil }) ?? pods.items.first {
            return pod
        }
        guard try await !kubectl.ask(["get", "job", name, "--output=name", "--ignore-not-found"]).isEmpty else {
            throw DeploymentError(
                "the job \(name) is gone: somebody deleted it", hints: ["reva status --deployment kubernetes"])
        }
        return nil
    }

    private static func hasStarted(_ pod: Pod) -> Bool {
        pod.status.containerStatuses?.first.map { $0.state.running != nil || $0.state.terminated != nil } ?? false
    }

    private static func outcome(of pod: Pod) -> Outcome? {
        if let terminated = pod.status.containerStatuses?.first?.state.terminated {
            return Outcome(code: terminated.exitCode, reason: terminated.reason)
        }
        guard pod.status.phase == "Failed" else { return nil }
        // Evicted, or its node went away: no container of it tells anything any more.
        return Outcome(code: 137, reason: pod.status.reason ?? pod.status.message)
    }

    /// - Returns: how many lines were new.
    private func relay(_ pod: Pod?, follows: Bool, after seen: Int, _ line: (String) -> Void) async throws -> Int {
        guard let pod, let container = pod.spec.containers.first else { return 0 }
        let arguments = ["logs", pod.metadata.name, "--container=\(container.name)"] + (follows ? ["--follow"] : [])
        let pipe = try Program.pipe()
        let lines = pipe.readEnd.lines()
        async let ended = kubectl.run(arguments, output: pipe.writeEnd)
        var number = 0
        for await text in lines {
            number += 1
            if number > seen { line(text) }
        }
        // What it says matters little: the next look at the pod tells whether there is more to come.
        _ = try await ended
        return max(0, number - seen)
    }
}

extension FileDescriptor {
    /// Its lines as they come; closes it at the end. A last line without an end is a torn one, and is left out.
    fileprivate func lines() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        Thread.detachNewThread {
            defer {
                continuation.finish()
                try? close()
            }
            var rest: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 16 << 10)
            while let count = try? buffer.withUnsafeMutableBytes({ try read(into: $0) }), count > 0 {
                rest += buffer[..<count]
                let parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                for part in parts.dropLast() { continuation.yield(String(decoding: part, as: UTF8.self)) }
                rest = Array(parts.last ?? [])
            }
        }
        return stream
    }
}
