/// One SQL statement whose values travel apart from its text: `"SELECT text FROM memories WHERE id = \(id)"` is
/// `… WHERE id = $1` with a parameter.
///
/// The server infers a parameter's type from its place; where it cannot (`SELECT \(x)`), write a cast: `\(x)::int`.
/// Parts of the text that are no values have to say what they are: `\(optional:)`, `\(identifier:)`, `\(unsafeRaw:)`, `\(fragment:)`.
package struct Statement: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    enum Piece: Sendable {
        case text(String)
        case parameter(Parameter)
    }

    fileprivate let pieces: [Piece]

    package init(stringLiteral value: String) { pieces = [.text(value)] }

    package init(stringInterpolation: Interpolation) { pieces = stringInterpolation.pieces }

    /// With `$1`, `$2`, … in place of values.
    package var text: String {
        var count = 0
        return pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let part): text += part
            case .parameter:
                count += 1
                text += "$\(count)"
            }
        }
    }

    package var parameters: [Parameter] {
        pieces.compactMap { piece in
            if case .parameter(let parameter) = piece { parameter } else { nil }
        }
    }

    /// SQL that came about elsewhere; never from what a person or a model wrote.
    package init(unsafeRaw text: String) { self.init(stringLiteral: text) }

    /// The text alone: values do not belong into logs.
    package var description: String { text }

    package struct Interpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: String) { pieces.append(.text(literal)) }

        package mutating func appendInterpolation(_ value: some ParameterValue) {
            pieces.append(.parameter(value.parameter))
        }

        /// NULL where there is none. A label of its own, as the compiler takes an unlabelled one for a slip.
        package mutating func appendInterpolation(optional value: (some ParameterValue)?) {
            pieces.append(.parameter(value.parameter))
        }

        /// The name of a table, column, database or role, quoted.
        package mutating func appendInterpolation(identifier name: String) {
            // Byte by byte: to a `Character`, a quote and the accent that follows it are one sign, and no quote.
            let quote = UInt8(ascii: "\"")
            let quoted = [quote] + name.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
            pieces.append(.text(String(decoding: quoted, as: UTF8.self)))
        }

        /// Another statement as part of this one, with its values.
        package mutating func appendInterpolation(fragment: Statement) {
            pieces += fragment.pieces
        }

        /// SQL as it stands; never from what a person or a model wrote.
        package mutating func appendInterpolation(unsafeRaw text: String) { pieces.append(.text(text)) }
    }
}

/// Several SQL statements as one text, as in a file; without values.
package struct Script: Sendable, CustomStringConvertible {
    package let text: String

    /// Never from what a person or a model wrote.
    package init(unsafeRaw text: String) { self.text = text }

    package var description: String { text }
}
