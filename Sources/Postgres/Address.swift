import CPostgres

/// Where a database is and as whom to connect, in libpq's terms.
package struct Address: Sendable, Hashable, CustomStringConvertible {
    /// Values by libpq's keyword (`host`, `port`, `user`, `dbname`, `sslmode`, …); only those that were given.
    package private(set) var parameters: [String: String]
    /// The environment variable of each of those keywords.
    private var variables: [String: String]
    /// Keywords libpq itself marks as secret.
    private var secrets: Set<String>

    /// Reads a URL (`postgresql://reva:secret@db:5432/reva?sslmode=require`) or keywords and values
    /// (`host=db dbname=reva`). What is left out libpq fills in when connecting: `PG…` variables, then its defaults.
    package init(_ text: String) throws(PostgresError) {
        var message: UnsafeMutablePointer<CChar>?
        let parsed = unsafe PQconninfoParse(text, &message)
        defer { unsafe PQfreemem(message) }
        guard let options = unsafe parsed, !text.contains("\0") else {
            unsafe PQconninfoFree(parsed)
            // libpq's message quotes the text, and with it perhaps the password.
            throw PostgresError(
                .misuse, "the database's address cannot be read",
                hints: [
                    "write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE, with %40 for an @ in the password",
                    "or as host=HOST port=5432 user=USER dbname=DATABASE, with quotes around values with spaces",
                ])
        }
        defer { unsafe PQconninfoFree(options) }
        parameters = [:]
        variables = [:]
        secrets = []
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            let name = unsafe String(cString: keyword)
            if let value = unsafe option.pointee.val { parameters[name] = unsafe String(cString: value) }
            if let variable = unsafe option.pointee.envvar { variables[name] = unsafe String(cString: variable) }
            if unsafe option.pointee.dispchar.pointee == UInt8(ascii: "*") { secrets.insert(name) }
            unsafe option += 1
        }
    }

    package var host: String? { parameters["host"] }
    package var port: String? { parameters["port"] }
    package var user: String? { parameters["user"] }
    package var password: String? { parameters["password"] }
    package var database: String? { parameters["dbname"] }
    package var sslMode: String? { parameters["sslmode"] }

    /// The same server and user, another database.
    package func with(database: String) -> Address { with("dbname", database) }

    /// The same with one keyword of libpq's set, or left out.
    package func with(_ keyword: String, _ value: String?) -> Address {
        var copy = self
        copy.parameters[keyword] = value
        return copy
    }

    /// For programs that use libpq; a secret belongs in there rather than in their arguments.
    package var environment: [String: String] {
        var result: [String: String] = [:]
        for (keyword, value) in parameters {
            if let variable = variables[keyword] { result[variable] = value }
        }
        return result
    }

    /// A URL without secrets, for logs and messages.
    package var redacted: String {
        var text = "postgresql://"
        if let user { text += Self.encoded(user) + "@" }
        if let host { text += Self.encoded(host, alsoAllowed: ",:") }
        if let port { text += ":" + port }
        text += "/" + Self.encoded(database ?? "")
        let shown: Set = ["user", "host", "port", "dbname"]
        let rest = parameters.keys.filter { !shown.contains($0) && !secrets.contains($0) }.sorted()
        for (index, keyword) in rest.enumerated() {
            text += (index == 0 ? "?" : "&") + keyword + "=" + Self.encoded(parameters[keyword] ?? "")
        }
        return text
    }

    package var description: String { redacted }

    private static func encoded(_ text: String, alsoAllowed: String = "") -> String {
        let allowed = Set((alsoAllowed + "-._~").utf8)
        return text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.append(Character(UnicodeScalar(byte)))
            case _ where allowed.contains(byte):
                result.append(Character(UnicodeScalar(byte)))
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

extension Address: CustomReflectable {
    /// Dumps and failed expectations show no secret either.
    package var customMirror: Mirror { Mirror(self, children: ["redacted": redacted]) }
}
