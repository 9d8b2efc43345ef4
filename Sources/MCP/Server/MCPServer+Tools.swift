import JSONValues
import Synchronization

extension MCPServer {
    /// Calls a tool as a client would, without anything in between.
    ///
    /// - Parameter headers: those that an HTTP request would have had.
    /// - Throws: `ProtocolError` for a tool that is not there; `CancellationError`.
    package func call(
        _ name: String, arguments: JSON = [:], headers: [String: String] = [:],
        progress: (@Sendable (Progress) async -> Void)? = nil
    ) async throws -> ToolResult {
        let headers = Dictionary(headers.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
        return try await call(name, arguments, header: { headers[$0.lowercased()] }, progress: progress)
    }

    /// `tools/list`: the cursor is the number of the first tool, opaque to the client.
    func toolList(_ params: JSON?, version: ProtocolVersion) throws(ProtocolError) -> JSON {
        let definitions = definitions
        var start = 0
        if let cursor = params?["cursor"]?.unlessNull {
            guard let text = cursor.string, let number = Int(text), (1..<max(2, definitions.count)).contains(number)
            else { throw .invalidParams("the cursor is not one of this server's: list the tools from the start") }
            start = number
        }
        let page = definitions.dropFirst(start).prefix(pageSize)
        let next = start + page.count
        var result = JSON.object(["tools": .array(page.map(\.json))])
        if next < definitions.count { result = result.setting("nextCursor", to: .string(String(next))) }
        guard version.isModern else { return result }
        return result.setting("ttlMs", to: 0).setting("cacheScope", to: "public")
    }

    /// `tools/call`
    func call(_ params: JSON?, from caller: Caller) async throws -> ToolResult {
        guard let name = params?["name"]?.string else {
            throw ProtocolError.invalidParams("the name of the tool is missing")
        }
        let arguments = params?["arguments"]?.unlessNull ?? [:]
        return try await call(name, arguments, header: caller.header, progress: Self.reporter(params, caller))
    }

    private func call(
        _ name: String, _ arguments: JSON, header: @escaping @Sendable (String) -> String?,
        progress: (@Sendable (Progress) async -> Void)?
    ) async throws -> ToolResult {
        guard let tool = tool(name) else {
            throw ProtocolError.invalidParams("there is no tool \(name.prefix(128))")
        }
        guard arguments.object != nil else { throw ProtocolError.invalidParams("the arguments are no object") }
        let schema = Schema(tool.definition.inputSchema)
        let arguments = schema.addingDefaults(to: arguments)
        let violations = schema.violations(in: arguments)
        guard violations.isEmpty else {
            let list = violations.map(\.description).joined(separator: "; ")
            return .failure("the arguments of \(name) are wrong: \(list)")
        }
        let result = try await run(
            tool, ToolCall(name: name, arguments: arguments, headers: header, reporter: progress))
        return checked(result, of: tool)
    }

    private func run(_ tool: Tool, _ call: ToolCall) async throws -> ToolResult {
        do {
            let result = try await tool.handler(call)
            try Task.checkCancellation()
            return result
        } catch let failure as ToolFailure {
            return .failure(failure.text)
        } catch let error as ProtocolError {
            throw error
        } catch {
            try Task.checkCancellation()
            // What went wrong inside is for the log: it may hold addresses or secrets.
            logger.error("a tool failed", metadata: ["tool": "\(call.name)", "error": "\(error)"])
            return .failure("the tool \(call.name) failed; its server's log says why")
        }
    }

    private func checked(_ result: ToolResult, of tool: Tool) -> ToolResult {
        guard let schema = tool.definition.outputSchema, !result.isError else { return result }
        let violations =
            result.structuredContent.map { Schema(schema).violations(in: $0).map(\.description) }
            ?? ["there is no structured content"]
        guard !violations.isEmpty else { return result }
        logger.error(
            "a tool's result does not fit its own schema",
            metadata: ["tool": "\(tool.definition.name)", "violations": "\(violations.joined(separator: "; "))"])
        return .failure("the tool \(tool.definition.name) answered something that its own schema does not allow")
    }

    /// Nil where the caller did not ask for progress. Reports that are not farther than the last are left out: the
    /// protocol wants progress to grow.
    private static func reporter(_ params: JSON?, _ caller: Caller) -> (@Sendable (Progress) async -> Void)? {
        guard let notify = caller.notify, let token = params?.metadata?[MetadataKey.progressToken],
            RequestID(token) != nil
        else { return nil }
        let last = Farthest()
        return { progress in
            if last.isFarther(progress.done) { await notify(progress.notification(token: token)) }
        }
    }

    private final class Farthest: Sendable {
        private let value = Mutex<Double?>(nil)
        func isFarther(_ done: Double) -> Bool {
            value.withLock { value in
                guard done.isFinite, value.map({ done > $0 }) ?? true else { return false }
                value = done
                return true
            }
        }
    }
}
