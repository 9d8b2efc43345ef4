import ArgumentParser
import Foundation
import Recovery

/// How a command answers.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case json
    /// Metrics, for `reva status` alone.
    case prometheus
    /// One line with both, for the `reva` that sent this one into a cluster.
    case relayed

    static var allValueStrings: [String] { [Self.text, .json].map(\.rawValue) }
}

/// Where a command's words go: results to standard output, everything else to standard error.
struct Console: Sendable {
    let format: OutputFormat
    private let progress: any ProgressDisplay

    /// - Parameter format: of the result; errors are sentences in any case.
    init(format: OutputFormat) {
        self.format = format
        progress =
            isatty(STDERR_FILENO) == 1 ? TerminalProgress.shared : EventLines() as any ProgressDisplay
    }

    /// Tells what a procedure tells.
    func tell(_ event: Event) { progress.show(event) }

    /// Prints the one result of a command.
    func result(_ value: some Encodable, text: () -> String) {
        progress.finish()
        // On one line, so that a script may take the last line as well as all of it.
        let words =
            switch format {
            case .text, .prometheus: text()
            case .json: Self.json(value, pretty: false)
            case .relayed: Self.json(RelayedResult(text: text(), value: value), pretty: false)
            }
        FileHandle.standardOutput.tell("\(words)\n")
    }

    /// Prints a result that was made elsewhere.
    func result(json: String, text: String) {
        progress.finish()
        FileHandle.standardOutput.tell("\(format == .json ? json : text)\n")
    }

    private struct Failure: Encodable {
        let state = "failed"
        let reasons: [String]
        let hints: [String]
        let code: Int32
    }

    /// Says why a command did not do what it should; as JSON also in place of its result.
    func fail(_ error: any Error) {
        let (summary, hints) = Self.words(of: error)
        if format == .relayed {
            let line = Self.json(RelayedFailure(summary: summary, hints: hints), pretty: false)
            return FileHandle.standardOutput.tell("\(line)\n")
        }
        if format == .json {
            result(Failure(reasons: [summary], hints: hints, code: ExitStatus(error).rawValue)) { "" }
        }
        progress.finish()
        let lines = ["error: \(summary)"] + hints.map { "  try: \($0)" }
        FileHandle.standardError.tell(lines.joined(separator: "\n") + "\n")
    }

    static func json(_ value: some Encodable, pretty: Bool = true) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let data = try? encoder.encode(value) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }
}
