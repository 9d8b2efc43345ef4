/// Why a text is no JSON, or none that is taken.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case tooLarge(limit: Int)
        case tooDeep(limit: Int)
        case unexpectedEnd
        case unexpectedByte
        case badString
        case badNumber
        case duplicateName
        case trailingText
    }

    package let reason: Reason
    /// In bytes from the start of the text.
    package let offset: Int

    package init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { "\(summary), at byte \(offset)" }

    private var summary: String {
        switch reason {
        case .tooLarge(let limit): "the text has more than the \(limit) bytes that are taken"
        case .tooDeep(let limit): "the value is nested more than \(limit) deep"
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte: "something else was expected"
        case .badString: "a string is not valid"
        case .badNumber: "a number is not valid"
        case .duplicateName: "a name occurs twice in an object"
        case .trailingText: "text follows the value"
        }
    }
}
