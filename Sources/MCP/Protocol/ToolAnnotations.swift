import JSONValues

/// What a tool says about itself. From another's server these are hints of a stranger: never the only reason to let
/// something happen without a confirmation.
package struct ToolAnnotations: Sendable, Hashable {
    /// Nil is unsaid; the protocol reads that as false.
    package var isReadOnly: Bool?
    /// Nil is unsaid; the protocol reads that as true.
    package var isDestructive: Bool?
    /// Nil is unsaid; the protocol reads that as false.
    package var isIdempotent: Bool?
    /// Nil is unsaid; the protocol reads that as true.
    package var isOpenWorld: Bool?

    package init(
        isReadOnly: Bool? = nil, isDestructive: Bool? = nil, isIdempotent: Bool? = nil, isOpenWorld: Bool? = nil
    ) {
        self.isReadOnly = isReadOnly
        self.isDestructive = isDestructive
        self.isIdempotent = isIdempotent
        self.isOpenWorld = isOpenWorld
    }

    /// Changes nothing.
    package static let reading = Self(isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: true)
    /// Makes something new; twice makes two.
    package static let adding = Self(isReadOnly: false, isDestructive: false, isIdempotent: false, isOpenWorld: true)
    /// Changes what is there without losing anything; twice is once.
    package static let changing = Self(isReadOnly: false, isDestructive: false, isIdempotent: true, isOpenWorld: true)
    /// Takes away or overwrites what cannot be brought back.
    package static let destroying = Self(isReadOnly: false, isDestructive: true, isIdempotent: true, isOpenWorld: true)

    /// Whether a call may be sent again when nobody knows if the first one arrived.
    package var allowsRepeating: Bool { isReadOnly == true || isIdempotent == true }

    init(_ json: JSON?) {
        self.init(
            isReadOnly: json?["readOnlyHint"]?.boolean, isDestructive: json?["destructiveHint"]?.boolean,
            isIdempotent: json?["idempotentHint"]?.boolean, isOpenWorld: json?["openWorldHint"]?.boolean)
    }

    var json: JSON? {
        let members = [
            "readOnlyHint": isReadOnly, "destructiveHint": isDestructive, "idempotentHint": isIdempotent,
            "openWorldHint": isOpenWorld,
        ].compactMapValues { $0.map(JSON.boolean) }
        return members.isEmpty ? nil : .object(members)
    }
}
