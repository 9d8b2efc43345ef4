import Assistant
import Foundation
import Synchronization

/// A chat at the standard streams: what is said goes to standard output, what is being done to standard error, where
/// somebody watches.
final class TerminalConversation: TerminalScreen {
    private let showsStatus = isatty(STDERR_FILENO) == 1
    private let hasStatus = Mutex(false)

    /// Somebody sits there and reads what is asked before they type.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    func write(_ text: String) {
        clearStatus()
        FileHandle.standardOutput.tell(Self.printable(text))
    }

    func status(_ text: String) {
        guard showsStatus else { return }
        hasStatus.withLock { $0 = true }
        let line = Self.printable(text).replacingOccurrences(of: "\n", with: " ", options: .literal).prefix(100)
        FileHandle.standardError.tell("\r\u{1B}[2K\(line)")
    }

    private func clearStatus() {
        let had = hasStatus.withLock { had in
            defer { had = false }
            return had
        }
        if had { FileHandle.standardError.tell("\r\u{1B}[2K") }
    }

    /// Without control characters: what strangers wrote must not speak to the terminal, nor write over what is asked.
    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 == "\n" || $0 == "\t" || !isControl($0) }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: true
        // Marks that turn the direction of text around hide what stands there.
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }

    /// The lines of standard input, read by a thread of its own, as reading blocks.
    static func lines() -> AsyncStream<String> {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        Thread.detachNewThread {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
        return lines
    }
}
