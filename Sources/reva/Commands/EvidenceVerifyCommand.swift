import ArgumentParser
import Foundation
import Recovery
import SystemPackage

/// `reva evidence verify`: finds whether a log is as it was written.
struct EvidenceVerifyCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a log of evidence: every signature, every number, every link of the chain.",
        discussion: """
            With a file and a key it needs nothing else: no network, no database, no settings. Lines that were changed,
            removed, moved or added are named. Whole records cut off the end are found by --head, which an earlier check
            printed; for this installation's own log the last record is noted.

            EXAMPLES
              reva evidence verify                   the log of this installation, with its own key
              reva evidence verify evidence.jsonl --key reva.pub
              reva evidence verify evidence.jsonl --key MCowBQYDK2VwAyEA… --head 12:9f86d081…

            EXIT CODES
              0 as it was written   10 not: the lines are printed
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The log; this installation's own when it is left out.")
    var file: String?

    @Option(help: ArgumentHelp("A public key, or a file with one; may be said again.", valueName: "key"))
    var key: [String] = []

    @Option(help: ArgumentHelp("A record that the log once ended with, as NUMBER:HASH.", valueName: "record"))
    var head: String?

    func validate() throws {
        if file != nil, key.isEmpty { throw ValidationError("say with --key whose log it should be") }
        if let head, EvidenceHead(head) == nil {
            throw ValidationError("--head is NUMBER:HASH, as reva evidence verify prints it")
        }
    }

    func run() async throws {
        let check = try await check()
        global.console.result(check) { Self.text(of: check) }
        if !check.isIntact { throw ExitStatus.spoiled.exit }
    }

    private func check() async throws -> EvidenceCheck {
        var keys = Set(try key.map(Self.publicKey))
        var noted = head.flatMap { EvidenceHead($0) }
        if let file {
            return try EvidenceCheck(of: FilePath(file), trusting: keys, noted: noted)
        }
        let settings = try await global.settings()
        if keys.isEmpty { keys = settings.seal.trusted() ?? [] }
        noted = noted ?? settings.evidence { _ in }.head
        return try EvidenceCheck(of: settings.evidenceFile, trusting: keys, noted: noted)
    }

    static func publicKey(_ wish: String) throws -> PublicKey {
        if let key = PublicKey(wish) { return key }
        guard let text = try? String(contentsOfFile: wish, encoding: .utf8), let key = PublicKey(text) else {
            throw CommandError(
                "\(wish) is no public key, and no file with one", hints: ["reva key export > reva.pub"])
        }
        return key
    }

    static func text(of check: EvidenceCheck) -> String {
        var lines = check.findings.map { "! line \($0.line): \($0.fault)" }
        let many = "\(check.records.count) records"
        lines.append(check.isIntact ? "\(many), as they were written" : "\(many), and \(lines.count) faults")
        if let first = check.records.first, let last = check.records.last {
            lines.append("  from \(first.time.formatted(.iso8601)) to \(last.time.formatted(.iso8601))")
        }
        if let head = check.head { lines.append("  head \(head)") }
        return lines.joined(separator: "\n")
    }
}
