import Foundation
import Recovery
import Synchronization

/// Shows what a procedure tells while it runs.
protocol ProgressDisplay: Sendable {
    func show(_ event: Event)
    /// Leaves the screen tidy for what comes next.
    func finish()
}

/// One JSON object a line on standard error: for scripts, logs, and whoever follows from another machine.
struct EventLines: ProgressDisplay {
    private struct Line: Encodable {
        var event: String
        var step: String?
        var seconds: Double?
        var done: Int?
        var total: Int?
        var unit: String?
        var text: String?
        var time = Date()
    }

    func show(_ event: Event) {
        let line =
            switch event {
            case .began(let step): Line(event: "began", step: step)
            case .progress(let done, let total, let unit):
                Line(event: "progress", done: done, total: total, unit: unit)
            case .ended(let step, let seconds): Line(event: "ended", step: step, seconds: seconds)
            case .note(let text): Line(event: "note", text: text)
            case .warning(let text): Line(event: "warning", text: text)
            }
        FileHandle.standardError.tell(Console.json(line, pretty: false) + "\n")
    }

    func finish() {}
}

/// One line a step, rewritten in place while the step runs.
final class TerminalProgress: ProgressDisplay {
    /// There is one terminal, whoever writes to it.
    static let shared = TerminalProgress()

    private struct State {
        var step = ""
        var began = ContinuousClock.now
        var isOpen = false
    }

    private let state = Mutex(State())

    func show(_ event: Event) {
        state.withLock { state in
            switch event {
            case .began(let step):
                state = State(step: step, isOpen: true)
                write("\r\u{1B}[2K  … \(step)")
            case .progress(let done, let total, let unit):
                guard state.isOpen else { return }
                let seconds = (ContinuousClock.now - state.began).inSeconds
                write("\r\u{1B}[2K  … \(state.step)  \(Self.progress(done, total, unit, after: seconds))")
            case .ended(let step, let seconds):
                write("\r\u{1B}[2K  ✓ \(step)  \(Readable.seconds(seconds))\n")
                state.isOpen = false
            case .note(let text):
                write("\r\u{1B}[2K  · \(text)\n")
            case .warning(let text):
                write("\r\u{1B}[2K  ! \(text)\n")
            }
        }
    }

    func finish() {
        state.withLock { state in
            if state.isOpen { write("\r\u{1B}[2K  ✗ \(state.step)\n") }
            state.isOpen = false
        }
    }

    /// "412 MB of 1.2 GB, 96 MB/s, 8 s left"
    static func progress(_ done: Int, _ total: Int?, _ unit: String, after seconds: Double) -> String {
        let amount: (Int) -> String = { unit == "B" ? Readable.bytes($0) : "\($0) \(unit)" }
        var parts = [amount(done) + (total.map { " of \($0 > done ? amount($0) : "about that")" } ?? "")]
        guard seconds > 0.5, done > 0 else { return parts[0] }
        let rate = Double(done) / seconds
        parts.append("\(amount(Int(rate)))/s")
        if let total, total > done { parts.append("\(Readable.seconds(Double(total - done) / rate)) left") }
        return parts.joined(separator: ", ")
    }

    private func write(_ text: String) {
        FileHandle.standardError.tell(text)
    }
}
