#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A value on its way to the server.
package struct Parameter: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case null
        /// PostgreSQL's text form of the type the server infers.
        case text(String)
        /// Sent as it is, as `bytea`.
        case bytes(Data)
    }

    let content: Content
}

/// What can stand in a statement's interpolation.
package protocol ParameterValue: Sendable {
    var parameter: Parameter { get }
}

extension String: ParameterValue {
    package var parameter: Parameter { Parameter(content: .text(self)) }
}

extension Int: ParameterValue {
    package var parameter: Parameter { Parameter(content: .text(String(self))) }
}

extension Int64: ParameterValue {
    package var parameter: Parameter { Parameter(content: .text(String(self))) }
}

extension Double: ParameterValue {
    package var parameter: Parameter {
        // Swift writes inf and nan, which PostgreSQL reads as well.
        Parameter(content: .text(String(self)))
    }
}

extension Bool: ParameterValue {
    package var parameter: Parameter { Parameter(content: .text(self ? "t" : "f")) }
}

extension UUID: ParameterValue {
    package var parameter: Parameter { Parameter(content: .text(uuidString)) }
}

extension Data: ParameterValue {
    package var parameter: Parameter { Parameter(content: .bytes(self)) }
}

extension Date: ParameterValue {
    /// To the microsecond, which is all a timestamptz keeps.
    package var parameter: Parameter { Parameter(content: .text(Timestamp(self).text)) }
}

extension [Float]: ParameterValue {
    /// As pgvector writes a vector; an infinite number or nan the server refuses.
    package var parameter: Parameter {
        Parameter(content: .text("[" + map { String($0) }.joined(separator: ",") + "]"))
    }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
    package var parameter: Parameter { self?.parameter ?? Parameter(content: .null) }
}
