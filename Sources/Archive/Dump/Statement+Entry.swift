extension Statement.Entry {
    /// Nil unless the line is such a comment. Names may hold anything but line breaks, even "; Type: ", so the line is
    /// read from its end, where a role's name is the least likely to be strange.
    init?(comment line: String) {
        let isData: Bool
        let start: String.Index
        if let range = line.firstRange(of: "Name: "), line[..<range.lowerBound] == "-- " {
            (isData, start) = (false, range.upperBound)
        } else if let range = line.firstRange(of: "Data for Name: "), line[..<range.lowerBound] == "-- " {
            (isData, start) = (true, range.upperBound)
        } else if let range = line.firstRange(of: "Statistics for Name: "), line[..<range.lowerBound] == "-- " {
            (isData, start) = (true, range.upperBound)
        } else {
            return nil
        }
        let rest = line[start...]
        guard let typeMark = Self.lastTypeMark(in: rest) else { return nil }
        let afterType = rest[typeMark.upperBound...]
        guard let schemaMark = afterType.firstRange(of: "; Schema: "),
            let ownerMark = afterType[schemaMark.upperBound...].firstRange(of: "; Owner: ")
        else { return nil }
        let schema = afterType[schemaMark.upperBound..<ownerMark.lowerBound]
        var owner = afterType[ownerMark.upperBound...]
        if let tablespace = owner.firstRange(of: "; Tablespace: ") { owner = owner[..<tablespace.lowerBound] }
        self.init(
            name: String(rest[..<typeMark.lowerBound]), kind: String(afterType[..<schemaMark.lowerBound]),
            schema: schema == "-" ? nil : String(schema), owner: owner == "-" || owner.isEmpty ? nil : String(owner),
            isData: isData)
    }

    /// The last "; Type: " that is followed by capitals and then by a schema.
    private static func lastTypeMark(in text: Substring) -> Range<Substring.Index>? {
        text.ranges(of: "; Type: ").last { mark in
            guard let schema = text[mark.upperBound...].firstRange(of: "; Schema: ") else { return false }
            let kind = text[mark.upperBound..<schema.lowerBound]
            return !kind.isEmpty && kind.allSatisfy { $0 == " " || ("A"..."Z").contains($0) }
        }
    }
}
