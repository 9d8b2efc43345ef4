import Deployment
import Foundation

/// A database beside production that belongs to one run: a backup is loaded into it, and then it is compared and dropped,
/// or goes live.
struct ScratchDatabase: Sendable {
    let name: String
    let deployment: any Deployment

    /// The names of scratch databases begin with that of production and this.
    static let infix = "_scratch_"
    /// Where databases are created, renamed and dropped from: one that every server has and no swap touches.
    static let maintenance = "postgres"

    /// A name that no other run uses, within PostgreSQL's 63 bytes.
    init(for deployment: any Deployment) {
        self.deployment = deployment
        let time = Date().formatted(Date.ISO8601FormatStyle().dateSeparator(.omitted).timeSeparator(.omitted))
        let chance = String(UInt16.random(in: .min ... .max), radix: 36)
        name = "\(deployment.database.prefix(30))\(Self.infix)\(time.lowercased().dropLast())_\(chance)"
    }

    init(name: String, deployment: any Deployment) {
        self.name = name
        self.deployment = deployment
    }

    /// Creates it empty, sorting and encoding text as `locale` says.
    func create(_ locale: DatabaseLocale?, _ run: Run) async throws {
        var options = ""
        var values = ["name": name]
        if let locale {
            options = "ENCODING :'encoding' LC_COLLATE :'collation' LC_CTYPE :'type'"
            values["encoding"] = locale.encoding
            values["collation"] = locale.collation
            values["type"] = locale.characterType
            if locale.provider == "i", let icu = locale.locale {
                options += " LOCALE_PROVIDER icu ICU_LOCALE :'locale'"
                values["locale"] = icu
            } else if locale.provider == "b", let builtin = locale.locale {
                options += " LOCALE_PROVIDER builtin BUILTIN_LOCALE :'locale'"
                values["locale"] = builtin
            }
        }
        let statement = "CREATE DATABASE :\"name\" TEMPLATE template0 \(options);"
        let settings = values
        do {
            try await DatabaseSession.with(deployment, database: Self.maintenance, of: run) { session in
                try await session.run(statement, settings)
            }
        } catch let error as RecoveryError where error.sqlState == "42501" {
            throw RecoveryError(
                "the user of the database may not create databases, which proofs and restores need",
                hints: ["ALTER ROLE … CREATEDB, as a superuser", "reva backup --no-prove only takes a backup"])
        }
    }

    /// Makes it a copy of another scratch database, which nobody may be connected to.
    func copy(_ other: ScratchDatabase, _ run: Run) async throws {
        let names = ["name": name, "other": other.name]
        try await DatabaseSession.with(deployment, database: Self.maintenance, of: run) { session in
            try await session.run("CREATE DATABASE :\"name\" TEMPLATE :\"other\";", names)
        }
    }

    /// Drops it, whoever is connected; it is no error when it is not there.
    func drop() async throws {
        try await DatabaseSession.with(deployment, database: Self.maintenance) { session in
            try await session.run("DROP DATABASE IF EXISTS :\"name\" WITH (FORCE);", ["name": name])
        }
    }

    /// Drops it and takes it out of the journal, also when the task was cancelled: a cancelled task would not get as far
    /// as the server.
    func discard(_ run: Run) async throws {
        try await Task.detached { try await drop() }.value
        try run.note { if $0.scratch == name { $0.scratch = nil } }
    }

    func exists() async throws -> Bool {
        struct Row: Decodable { let exists: Bool }
        return try await DatabaseSession.with(deployment, database: Self.maintenance) {
            try await $0.row(
                "SELECT EXISTS (SELECT FROM pg_database WHERE datname = :'name') AS exists", ["name": name],
                as: Row.self
            ).exists
        }
    }
}
