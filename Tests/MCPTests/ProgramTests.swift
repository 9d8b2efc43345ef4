import Foundation
import MCP
import Testing

/// Servers that are programs, and do not behave.
@Suite struct ProgramTests {
    private func client(_ script: String, options: MCPClient.Options = MCPClient.Options()) -> MCPClient {
        MCPClient(
            name: "test", endpoint: .program(ServerProgram(executable: "/bin/sh", arguments: ["-c", script])),
            identity: Implementation(name: "tests", version: "1"), options: options, logger: quiet)
    }

    /// Answers a line of the client by its id; `$1` is the result.
    private static let shell = """
        answer() { id=${line#*\\"id\\":}; echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":${id%%[,\\}]*},\\"result\\":$1}"; }
        """
    private static let discovered = #"{"supportedVersions":["2026-07-28"]}"#
    private static let tools = #"{"tools":[{"name":"a","inputSchema":{"type":"object"}}]}"#

    @Test("lines that are no messages are passed over, and standard error is the program's own")
    func noise() async throws {
        let client = client(
            """
            \(Self.shell)
            echo starting; echo noise >&2; echo '{"jsonrpc":"2.0","id":99,"result":{}}'
            read -r line; answer '\(Self.discovered)'
            read -r line; echo '{'; answer '\(Self.tools)'
            read -r line
            """)
        let tools = try await client.tools()
        #expect(tools.map(\.name) == ["a"])
        await client.close()
    }

    @Test(
        "a program that knows only the era before is spoken to in it, also when it is silent, or dies of the question")
    func legacy() async throws {
        let initialized = #"{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"old"}}"#
        let flag = FileManager.default.temporaryDirectory.appending(path: "reva-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: flag) }
        let refusal = #"echo '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no"}}'"#
        for first in [refusal, ":", "[ -e \(flag) ] || { >\(flag); exit 1; }"] {
            let client = client(
                """
                \(Self.shell)
                while read -r line; do
                    case $line in
                    *'"server/discover"'*) \(first) ;;
                    *'"initialize"'*) answer '\(initialized)' ;;
                    *'"tools/list"'*) answer '\(Self.tools)' ;;
                    esac
                done
                """, options: MCPClient.Options(probeTimeout: first == ":" ? .milliseconds(100) : .seconds(10)))
            let health = await client.check()
            #expect(health.version == .v20250618 && health.isWorking, "\(first): \(health)")
            await client.close()
        }
        #expect(FileManager.default.fileExists(atPath: flag), "the one that dies was asked")
    }

    @Test("a program that ends is started again, and a call is not repeated when it may have been done")
    func restart() async throws {
        let client = client(
            """
            \(Self.shell)
            read -r line; answer '\(Self.discovered)'
            read -r line; answer '\(Self.tools)'
            read -r line; exit 3
            """)
        for _ in 0..<2 {
            let error = await #expect(throws: MCPError.self) { _ = try await client.call("a") }
            #expect(error?.reason == .lost && error?.summary.contains("the MCP server test ended") == true)
        }
        await client.close()
    }

    @Test("a program that is not there, floods a line, or is silent, is given up with the reason")
    func failures() async throws {
        let missing = MCPClient(
            name: "test", endpoint: .program(ServerProgram(executable: "/nowhere/program")),
            identity: Implementation(name: "tests", version: "1"), logger: quiet)
        let first = await #expect(throws: MCPError.self) { _ = try await missing.tools() }
        #expect(first?.reason == .unreachable && first?.hints == ["Check that /nowhere/program is installed."])
        let options = MCPClient.Options(limits: TransportLimits(body: 1000))
        // Often, as it may be over before anything is asked, and while it is.
        for _ in 0..<20 {
            let flood = client("while :; do printf xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done", options: options)
            let second = await #expect(throws: MCPError.self) { _ = try await flood.tools() }
            #expect(second?.reason == .tooLarge)
        }
        let silent = client(
            "cat >/dev/null",
            options: MCPClient.Options(connectTimeout: .milliseconds(300), probeTimeout: .milliseconds(100)))
        let third = await #expect(throws: MCPError.self) { _ = try await silent.tools() }
        #expect(third?.reason == .timedOut)
    }

    @Test("closing ends a program that does not listen")
    func stubborn() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "reva-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let client = client(
            """
            \(Self.shell)
            trap '' TERM
            echo $$ >\(file.path)
            read -r line; answer '\(Self.discovered)'
            read -r line; answer '\(Self.tools)'
            while :; do read -r line || sleep 0.05; done
            """, options: MCPClient.Options(endTimeout: .milliseconds(100)))
        _ = try await client.tools()
        let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let process = try #require(pid_t(text))
        #expect(kill(process, 0) == 0)
        await client.close()
        #expect(kill(process, 0) == -1 && errno == ESRCH)
        #expect(client.health.state == .disconnected)
    }
}
