import Foundation

extension FileHandle {
    /// Writes a text, as far as somebody reads it. What is done goes on when nobody does any more: `write(_:)` would end the
    /// process there.
    func tell(_ text: String) {
        try? write(contentsOf: Data(text.utf8))
    }
}
