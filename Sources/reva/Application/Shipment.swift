import ArgumentParser
import Deployment
import Foundation

/// A command that works beside the database, wherever that is.
protocol ShippableCommand: RevaCommand {
    /// Nil for a command that changes nothing a person would have to agree to.
    var agreement: ConsentOptions? { get }
    /// False for a command that only looks: its job is taken away at once.
    static var isWork: Bool { get }

    /// Does it from here.
    func run(at place: Place) async throws
}

extension ShippableCommand {
    var agreement: ConsentOptions? { nil }
    static var isWork: Bool { true }

    func run() async throws { try await run(at: .find(global.settings())) }
}

/// A command that is sent into the cluster as a job, and followed from here.
struct Shipment {
    let kubectl: Kubectl
    let console: Console

    /// Runs the command there; where it needs a yes, the plan comes from there and the question is asked here.
    /// - Throws: what the command threw there, or `ExitCode` where it ended with one.
    func run<Command: ShippableCommand>(_ command: Command, arguments: [String]) async throws {
        let arguments = try Self.forPod(arguments)
        guard let consent = command.agreement, !consent.yes, !consent.dryRun else {
            return try await ship(arguments, isWork: Command.isWork && command.agreement?.dryRun != true) {
                console.result(json: $1, text: $0)
            }
        }
        try await ship(arguments + ["--dry-run"], isWork: false) { plan, _ in console.say(plan) }
        try consent.ask("\nDo it?")
        try await ship(arguments + ["--yes"], isWork: true) { console.result(json: $1, text: $0) }
    }

    /// Sends a command that needs no yes any more; nothing is printed.
    /// - Returns: its result, as JSON.
    func run(_ arguments: [String], isWork: Bool) async throws -> String {
        var result = ""
        try await ship(arguments, isWork: isWork) { result = $1 }
        return result
    }

    /// Sends a command that only looks; nothing is printed.
    /// - Returns: its result, as a page for people.
    func text(_ arguments: [String]) async throws -> String {
        var text = ""
        try await ship(arguments, isWork: false) { page, _ in text = page }
        return text
    }

    private func ship(_ arguments: [String], isWork: Bool, present: (_ text: String, _ json: String) -> Void)
        async throws
    {
        let job = try await job(for: arguments, isWork: isWork)
        let (relay, outcome) = try await followed(job, isWork: isWork)
        if !isWork { try? await job.remove() }
        let code = ExitStatus(rawValue: outcome.code)
        if let failure = relay.failure {
            throw CommandError(failure.summary, hints: failure.hints, code: code ?? .failed)
        }
        guard let text = relay.text, let json = relay.json, let code else {
            throw CommandError(
                "the job \(job.name) was ended before it was done: \(outcome.reason ?? "exit code \(outcome.code)")",
                hints: [
                    "reva status --deployment kubernetes",
                    "reva backup --deployment kubernetes, which first cleans up what was left",
                ])
        }
        present(text, json)
        if code != .done { throw code.exit }
    }

    private func job(for arguments: [String], isWork: Bool) async throws -> ShippedJob {
        if isWork, let running = try await ShippedJob.running(arguments, by: kubectl) {
            console.tell(.note("the job \(running.name) is at work on this already: following it"))
            return running
        }
        let job = try await ShippedJob.start(
            arguments, options: ["--deployment", "kubernetes", "--format", OutputFormat.relayed.rawValue], by: kubectl)
        if isWork { console.tell(.note("the job \(job.name) does it in the cluster")) }
        return job
    }

    private func followed(_ job: ShippedJob, isWork: Bool) async throws -> (Relay, ShippedJob.Outcome) {
        do {
            return try await console.interruptibly {
                var relay = Relay()
                let outcome = try await job.follow { line in
                    relay.take(line, tell: console.tell)
                } remark: { text in
                    console.tell(.note(text))
                }
                return (relay, outcome)
            }
        } catch is CancellationError where isWork {
            throw CommandError(
                "left, and the job \(job.name) goes on in the cluster",
                hints: [
                    "the same command again, which follows it",
                    "kubectl delete job \(job.name) -n \(kubectl.namespace), which stops it",
                ], code: .interrupted)
        } catch {
            if !isWork { try? await job.remove() }
            throw error
        }
    }

    /// The arguments without what concerns this side only.
    /// - Throws: where one says what the cluster decides.
    static func forPod(_ arguments: [String]) throws -> [String] {
        var kept: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let (name, isJoined) = (String(argument.prefix { $0 != "=" }), argument.contains("="))
            switch name {
            case "--deployment", "--format", "--config", "--home":
                let value = isJoined ? String(argument.dropFirst(name.count + 1)) : rest.popFirst()
                if name == "--format", value == OutputFormat.prometheus.rawValue { kept.append("--as-metrics") }
            case "--database-url", "--backups":
                throw CommandError(
                    "\(name) cannot be said with --deployment kubernetes: the cronjob db-backup says it",
                    hints: ["kubectl edit cronjob db-backup -n NAMESPACE"], code: .usage)
            default:
                kept.append(argument)
            }
        }
        return kept
    }
}
