import Foundation

/// Colour on a terminal that wants it; plain words elsewhere.
struct Ink: Sendable {
    enum Tone: String {
        case good = "32"
        case bad = "1;31"
        case late = "33"
        case quiet = "2"
        case strong = "1"
    }

    let isOn: Bool

    /// For what goes to standard output.
    static var standard: Ink {
        let environment = ProcessInfo.processInfo.environment
        let isWanted = environment["NO_COLOR"]?.isEmpty ?? true && environment["TERM"] != "dumb"
        return Ink(isOn: isWanted && isatty(STDOUT_FILENO) == 1)
    }

    func callAsFunction(_ text: String, _ tone: Tone) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
    }
}
