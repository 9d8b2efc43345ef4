import Foundation

/// Reads JSON (RFC 8259) that somebody else wrote: strictly, and with limits.
///
/// Refused are, beside what the grammar refuses: text that is not UTF-8, halves of surrogate pairs, a name that occurs
/// twice in one object (two readers could understand it differently), too much text, and too deep nesting.
struct JSONParser {
    struct Failure: Error, Equatable, CustomStringConvertible {
        enum Reason: String {
            case tooLarge = "the text is too large"
            case tooDeep = "the nesting is too deep"
            case unexpectedEnd = "the text ends too early"
            case unexpectedByte = "something else was expected"
            case badString = "a string is not valid"
            case badNumber = "a number is not valid"
            case duplicateName = "a name occurs twice in an object"
            case trailingText = "text follows the value"
        }
        var reason: Reason
        /// In bytes from the start.
        var offset: Int

        var description: String { "\(reason.rawValue) (at byte \(offset))" }
    }

    private let bytes: [UInt8]
    private var position = 0
    private let depthLimit: Int

    /// The value of a whole text.
    /// - Parameters:
    ///   - sizeLimit: in bytes.
    ///   - depthLimit: of nested arrays and objects.
    static func parse(_ bytes: [UInt8], sizeLimit: Int, depthLimit: Int) throws(Failure) -> JSON {
        guard bytes.count <= sizeLimit else { throw Failure(reason: .tooLarge, offset: sizeLimit) }
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.failure(.trailingText) }
        return value
    }

    private init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    private func failure(_ reason: Failure.Reason) -> Failure {
        Failure(reason: position >= bytes.count ? .unexpectedEnd : reason, offset: position)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Takes this byte if it comes next.
    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws(Failure) {
        skipSpace()
        guard take(byte) else { throw failure(.unexpectedByte) }
    }

    private mutating func value(depth: Int) throws(Failure) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Failure) -> JSON {
        for byte in word.utf8 {
            guard next == byte else { throw failure(.unexpectedByte) }
            position += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSON {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position += 1
        var fields: [String: JSON] = [:]
        skipSpace()
        if take("}") { return .object(fields) }
        repeat {
            skipSpace()
            let start = position
            guard next == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let name = try string()
            try expect(":")
            guard fields.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
                throw Failure(reason: .duplicateName, offset: start)
            }
            skipSpace()
        } while take(",")
        try expect("}")
        return .object(fields)
    }

    private mutating func array(depth: Int) throws(Failure) -> JSON {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position += 1
        var values: [JSON] = []
        skipSpace()
        if take("]") { return .array(values) }
        repeat {
            values.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        try expect("]")
        return .array(values)
    }
}

// MARK: Strings and numbers

extension JSONParser {
    private mutating func string() throws(Failure) -> String {
        position += 1
        var start = position
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                text += bytes[start..<position]
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw Failure(reason: .badString, offset: position)
                }
                position += 1
                return string
            case UInt8(ascii: "\\"):
                text += bytes[start..<position]
                position += 1
                text += try escape().utf8
                start = position
            case 0..<0x20: throw failure(.badString)
            default: position += 1
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escape() throws(Failure) -> String {
        guard let byte = next else { throw failure(.unexpectedEnd) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard UTF16.isLeadSurrogate(unit) else { return try scalar([unit]) }
            guard take("\\"), take("u") else { throw failure(.badString) }
            let second = try codeUnit()
            return try scalar([unit, second])
        default: throw failure(.badString)
        }
    }

    private func scalar(_ units: [UInt16]) throws(Failure) -> String {
        guard let text = String(validating: units, as: UTF16.self) else { throw failure(.badString) }
        return text
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure(.badString)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(Failure) -> JSON {
        let start = position
        if !take("-") {
            guard let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
                throw failure(.unexpectedByte)
            }
        }
        if !take("0") { try digits() }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            _ = take("+") || take("-")
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw Failure(reason: .badNumber, offset: start) }
        return .number(value)
    }

    private mutating func digits() throws(Failure) {
        guard let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { throw failure(.badNumber) }
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    }
}
