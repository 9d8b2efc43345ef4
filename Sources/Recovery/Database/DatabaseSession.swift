import Deployment
import Foundation
import SystemPackage

/// One psql kept open beside the database: statements go in, JSON comes out.
///
/// Recovery asks through psql rather than a connection of its own because psql can be run wherever the database is, in a
/// container without a published port or in a pod. Values are handed over as psql variables and quoted by psql
/// (`:'name'` as a string, `:"name"` as an identifier): no SQL is put together from strings.
///
/// The first failing statement ends the session; every later call throws the same error. A session answers one
/// question at a time: do not ask from two tasks.
final class DatabaseSession: Sendable {
    private let program: Task<DatabaseProgram.End, any Error>
    private let input: FileDescriptor
    private let output: FileDescriptor
    private let database: String

    /// Opens a session, lends it, and ends it whatever becomes of `body`.
    /// - Parameter run: whose session it is, where the next run has to end what this one may leave on the server.
    static func with<Value>(
        _ deployment: any Deployment, database: String? = nil, of run: Run? = nil,
        _ body: (DatabaseSession) async throws -> Value
    ) async throws -> Value {
        let session = try DatabaseSession(deployment, database: database ?? deployment.database)
        return try await withTaskCancellationHandler {
            do {
                // Answered before anything else is asked: no statement reaches the server without the run's name on it.
                if let run { try await session.run("SET application_name = :'name';", ["name": run.sessionName]) }
                let value = try await body(session)
                try await session.end()
                return value
            } catch {
                try? await session.end()
                throw error
            }
        } onCancel: {
            session.program.cancel()
        }
    }

    private init(_ deployment: any Deployment, database: String) throws {
        let questions = try KernelPipe()
        let answers = try KernelPipe()
        input = questions.writeEnd
        output = answers.readEnd
        self.database = database
        program = Task {
            try await deployment.run(
                DatabaseProgram(
                    .psql, ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"],
                    database: database),
                input: questions.readEnd, output: answers.writeEnd)
        }
    }

    private func end() async throws {
        try? input.close()
        _ = await program.result
        try? output.close()
    }

    /// The rows of a query, each decoded from a JSON object of its columns.
    func rows<Row: Decodable>(
        _ query: String, _ values: [String: String] = [:], as type: Row.Type = Row.self
    ) async throws -> [Row] {
        try decode(await ask("SELECT coalesce(jsonb_agg(q), '[]') FROM (\(query)) q;", values))
    }

    /// The rows of several queries: `query` gives their texts, which the server has put together with `format()`, and
    /// each of them gives one JSON object.
    func rowsOfEach<Row: Decodable>(
        _ query: String, _ values: [String: String] = [:], as type: Row.Type = Row.self
    ) async throws -> [Row] {
        let lines = try await ask("\(query) \\gexec", values).split(separator: "\n")
        return try decode("[\(lines.joined(separator: ","))]")
    }

    private func decode<Row: Decodable>(_ answer: String) throws -> [Row] {
        do {
            return try JSONDecoder().decode([Row].self, from: Data(answer.utf8))
        } catch {
            throw RecoveryError("the database gave an answer that makes no sense: \(answer.prefix(200))")
        }
    }

    /// The single row of a query.
    func row<Row: Decodable>(
        _ query: String, _ values: [String: String] = [:], as type: Row.Type = Row.self
    ) async throws -> Row {
        guard let row = try await rows(query, values, as: type).first else {
            throw RecoveryError("the database gave no row to a query that always has one")
        }
        return row
    }

    /// Runs statements that give no rows; each ends with a semicolon or is a command of psql on a line of its own.
    func run(_ statements: String, _ values: [String: String] = [:]) async throws {
        _ = try await ask(statements, values)
    }

    private func ask(_ statements: String, _ values: [String: String]) async throws -> String {
        let mark = "reva-\(UInt64.random(in: .min ... .max))"
        let assignments = values.map { "\\set \($0.key) \(Self.quoted($0.value))\n" }.joined()
        let text = "\(assignments)\(statements)\n\\echo \(mark)\n"
        let (input, output) = (input, output)
        let answer = try await offload { () -> String? in
            do { try input.writeAll(text.utf8) } catch Errno.brokenPipe { return nil }
            return try output.read(until: mark)
        }
        guard let answer else { throw try await failure() }
        return answer
    }

    private func failure() async throws -> any Error {
        let end = try await program.value
        try Task.checkCancellation()
        return RecoveryError(program: .psql, database: database, end: end)
    }

    /// A value as psql's `\set` reads it.
    static func quoted(_ value: String) -> String {
        var text = "'"
        for character in value.unicodeScalars {
            switch character {
            case "'": text += "\\'"
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            default: text.unicodeScalars.append(character)
            }
        }
        return text + "'"
    }
}

extension FileDescriptor {
    /// Everything up to the line that is `mark`; nil when the stream ends before.
    fileprivate func read(until mark: String) throws -> String? {
        let ending = Array("\(mark)\n".utf8)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !answer.suffix(ending.count).elementsEqual(ending) {
            let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
            guard count > 0 else { return nil }
            answer.append(contentsOf: buffer[..<count])
        }
        return String(decoding: answer.dropLast(ending.count), as: UTF8.self)
    }
}
