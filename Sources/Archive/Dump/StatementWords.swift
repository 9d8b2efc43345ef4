import Glibc

/// What the unquoted words of a statement outside of parentheses tell the lexer.
///
/// psql finds the end of `CREATE FUNCTION … BEGIN ATOMIC …; …; END;` by counting BEGIN, CASE and END; so do we.
struct StatementWords {
    /// How deep inside of BEGIN … END.
    private(set) var blockDepth = 0
    /// Where VALUES stands in an INSERT statement.
    private(set) var valuesPosition: Int?
    private var count = 0
    private var initials: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    private var isInsert = false
    private var groups = 0

    /// How many rows an INSERT statement holds, nil for another.
    var insertedRows: Int? { isInsert && valuesPosition != nil ? max(1, groups) : nil }

    mutating func add(_ word: UnsafeBufferPointer<UInt8>, at position: Int) {
        // A number is no word to psql.
        if word[0] < UInt8(ascii: "A") { return }
        if count < 4 { noteInitial(word) }
        if isInsert {
            if valuesPosition == nil, Self.matches(word, "values") {
                valuesPosition = position
                groups = 0
            }
        } else if isRoutine {
            noteBlock(word)
        }
        count += 1
    }

    /// A parenthesis outside of others has closed.
    mutating func groupEnded() {
        if isInsert { groups += 1 }
    }

    private mutating func noteInitial(_ word: UnsafeBufferPointer<UInt8>) {
        if count == 0 { isInsert = Self.matches(word, "insert") }
        let counted: [StaticString] = ["create", "function", "procedure", "or", "replace"]
        guard counted.contains(where: { Self.matches(word, $0) }) else { return }
        let initial = word[0] | 32
        switch count {
        case 0: initials.0 = initial
        case 1: initials.1 = initial
        case 2: initials.2 = initial
        default: initials.3 = initial
        }
    }

    private var isRoutine: Bool {
        let (create, function, procedure) = (UInt8(ascii: "c"), UInt8(ascii: "f"), UInt8(ascii: "p"))
        guard initials.0 == create else { return false }
        if initials.1 == function || initials.1 == procedure { return true }
        return initials.1 == UInt8(ascii: "o") && initials.2 == UInt8(ascii: "r")
            && (initials.3 == function || initials.3 == procedure)
    }

    private mutating func noteBlock(_ word: UnsafeBufferPointer<UInt8>) {
        if Self.matches(word, "begin") {
            blockDepth += 1
        } else if Self.matches(word, "case") {
            if blockDepth >= 1 { blockDepth += 1 }
        } else if Self.matches(word, "end"), blockDepth > 0 {
            blockDepth -= 1
        }
    }

    private static func matches(_ word: UnsafeBufferPointer<UInt8>, _ lowercase: StaticString) -> Bool {
        word.count == lowercase.utf8CodeUnitCount
            && strncasecmp(
                UnsafeRawPointer(word.baseAddress!).assumingMemoryBound(to: CChar.self),
                UnsafeRawPointer(lowercase.utf8Start).assumingMemoryBound(to: CChar.self), word.count) == 0
    }
}
