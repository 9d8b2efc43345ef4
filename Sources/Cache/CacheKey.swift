/// The name of a cached value, and whose it is.
///
/// What was made with one person's rights is kept under that person, and nobody else's key can name it: parts cannot run
/// into one another, whatever is in them.
package struct CacheKey: Sendable, Hashable {
    package enum Owner: Sendable, Hashable {
        case person(String)
        /// Only for what everybody may see.
        case everybody
    }

    /// All keys of Reva on a Redis begin so. Two installations on one server use two of its databases.
    package static let prefix = "reva:"

    let text: String

    /// - Parameter parts: what the value is of, such as a tool and its arguments.
    package init(of owner: Owner, _ parts: String...) {
        let owner =
            switch owner {
            case .person(let id): ["person", id]
            case .everybody: ["everybody"]
            }
        text = Self.prefix + (owner + parts).map(Self.escaped).joined(separator: ":")
    }

    /// ASCII without a colon. Swift takes some texts for equal that differ in their bytes; of these that is not true.
    static func escaped(_ part: String) -> String {
        part.utf8.reduce(into: "") { text, byte in
            if byte < 0x80, byte != UInt8(ascii: "%"), byte != UInt8(ascii: ":") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + String(byte, radix: 16)
            }
        }
    }
}
