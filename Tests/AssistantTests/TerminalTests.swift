import JSONValues
import MCP
import PostgresTesting
import Records
import Synchronization
import Testing

@testable import Assistant

@Suite(.postgresWithVector) struct TerminalTests {
    /// Keeps what is shown, and types what a test wants for what it sees.
    private final class Screen: TerminalScreen {
        private let text = Mutex("")
        func write(_ text: String) { self.text.withLock { $0 += text } }
        func status(_ text: String) {}
        var shown: String { text.withLock(\.self) }
    }

    /// Runs a chat in which `typed` gives the next line for what is on the screen; nil ends it.
    private static func chat(
        _ assistant: Assistant, isInteractive: Bool = true, _ language: Language = .english,
        _ typed: @escaping @Sendable (String, Int) -> String?
    ) async throws -> String {
        let screen = Screen()
        let number = Counter()
        let lines = AsyncStream<String> { typed(screen.shown, number.next()) }
        try await TerminalChat(
            assistant, person: .ada, language: language, isInteractive: isInteractive, screen: screen
        ).run(lines)
        return screen.shown
    }

    @Test("runs a change after exactly the word that is asked for was typed below the exact call")
    func approval() async throws {
        let calls = Calls()
        try await withRecords { records, _ in
            try await withTools([.changing("start", calls)]) { client, _ in
                let model = ScriptedModel { $0.isAfterTool ? .says("It waits.") : .call("lab__start", ["id": "R1"]) }
                let assistant = Assistant.test(records, model, servers: [client])
                let shown = try await Self.chat(assistant) { screen, number in
                    let word = screen.ranges(of: /approve [0-9a-f]{4}/).last.map { String(screen[$0]) }
                    return switch number {
                    case 1: "Start R1"
                    case 2: "yes"
                    case 3: "Start R1"
                    case 4: word
                    default: nil
                    }
                }
                #expect(shown.contains("lab: start\n  id: \"R1\"\n"))
                #expect(shown.contains(Phrase.declined(by: "Ada").text(.english)))
                #expect(shown.contains("Done: start, approved by Ada."))
                #expect(calls.all == [["id": "R1"]])
            }
        }
    }

    @Test("approves nothing from a pipe, whatever comes down it")
    func pipe() async throws {
        let calls = Calls()
        try await withRecords { records, _ in
            try await withTools([.changing("start", calls)]) { client, _ in
                let model = ScriptedModel { $0.isAfterTool ? .says("It waits.") : .call("lab__start", ["id": "R1"]) }
                let assistant = Assistant.test(records, model, servers: [client])
                let shown = try await Self.chat(assistant, isInteractive: false) { _, number in
                    ["Start R1", "version", "quit", "version"].indices.contains(number - 1)
                        ? ["Start R1", "version", "quit", "version"][number - 1] : nil
                }
                #expect(shown.contains(Phrase.noTerminalToApprove.text(.english)))
                #expect(shown.components(of: "reva 9.9.9") == 1, "quit ends it")
                #expect(!shown.contains(">") && !shown.contains("Goodbye"))
                #expect(calls.all.isEmpty)
            }
        }
    }

    @Test("speaks German, shows tables, sources and the memories that were used")
    func german() async throws {
        try await withRecords { records, _ in
            try await records.memories.remember("Mein Release ist Payment", person: "ada")
            let list = MCP.Tool(
                name: "list", description: "Lists releases.", inputSchema: ["type": "object"], annotations: .reading
            ) { _ in
                .structured([
                    "items": [
                        ["title": "Payment", "status": "FAILED", "link": "https://r.example/1"],
                        ["title": "Ledger", "status": "PLANNED", "link": "https://r.example/2"],
                    ]
                ])
            }
            try await withTools([list]) { client, _ in
                let model = ScriptedModel(.call("lab__list"), .says("Payment ist fehlgeschlagen [1]."))
                let shown = try await Self.chat(Assistant.test(records, model, servers: [client]), .german) {
                    _, number in
                    number == 1 ? "Welche Releases gibt es?" : nil
                }
                #expect(shown.contains(Phrase.greeting(hasModel: true).text(.german)))
                #expect(
                    shown.contains(
                        "Payment ist fehlgeschlagen [1].\n\ntitle    status\nPayment  FAILED\nLedger   PLANNED\n"))
                #expect(shown.contains("[1] Payment https://r.example/1 (lab: list, "))
                #expect(!shown.contains("https://r.example/2 ("))
                #expect(shown.contains(Phrase.memoriesUsed.text(.german)))
                #expect(shown.contains(" Mein Release ist Payment\n"))
            }
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
