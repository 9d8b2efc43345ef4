/// How a database sorts and encodes text: a copy of it must do so alike, or indexes and comparisons go wrong.
struct DatabaseLocale: Codable, Sendable, Equatable {
    let encoding: String
    let collation: String
    let characterType: String
    /// `c` libc, `i` ICU, `b` built in (PostgreSQL 17).
    let provider: String
    /// The locale of the providers other than libc.
    let locale: String?
    /// The version of the collation when the database was made; it differs after an upgrade of the operating system.
    let version: String?

    /// An expression for a row `d` of pg_database. The columns' names differ from version to version, hence `to_jsonb`.
    static let json = """
        jsonb_build_object('encoding', pg_encoding_to_char(d.encoding), 'collation', d.datcollate,
            'characterType', d.datctype, 'provider', coalesce(to_jsonb(d)->>'datlocprovider', 'c'),
            'locale', coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale'),
            'version', to_jsonb(d)->>'datcollversion')
        """

    /// As text for the manifest of a backup.
    var facts: [String: String] {
        var facts = [
            "encoding": encoding, "collation": collation, "characterType": characterType, "provider": provider,
        ]
        facts["locale"] = locale
        facts["collationVersion"] = version
        return facts
    }

    /// Nil when the facts are not all there, as in a backup made by another program.
    init?(facts: [String: String]) {
        guard let encoding = facts["encoding"], let collation = facts["collation"],
            let characterType = facts["characterType"], let provider = facts["provider"]
        else { return nil }
        self.encoding = encoding
        self.collation = collation
        self.characterType = characterType
        self.provider = provider
        locale = facts["locale"]
        version = facts["collationVersion"]
    }
}
