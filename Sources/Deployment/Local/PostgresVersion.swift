/// The version of a PostgreSQL installation or data folder, as far as compatibility goes.
package struct PostgresVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 15, 16, …: data folders of one major version cannot be opened by another.
    package let major: Int
    /// 0 for betas and release candidates too.
    package let minor: Int

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads what `postgres --version` prints, e.g. `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` or
    /// `postgres (PostgreSQL) 19beta1`; nil when there is no version after the words `(PostgreSQL)`.
    package init?(programOutput: String) {
        guard let marker = programOutput.firstRange(of: "(PostgreSQL) ") else { return nil }
        let text = programOutput[marker.upperBound...]
        let majorDigits = text.prefix(while: \.isASCIIDigit)
        guard let major = Int(majorDigits), major > 0 else { return nil }
        var minor = 0
        let rest = text.dropFirst(majorDigits.count)
        if rest.first == "." {
            let minorDigits = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard let number = Int(minorDigits) else { return nil }
            minor = number
        }
        self.init(major: major, minor: minor)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    package var description: String { "\(major).\(minor)" }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
