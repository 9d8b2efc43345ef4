import Foundation
import Testing

@testable import Recovery

@Suite("The journal of an incident")
struct IncidentBookTests {
    private let folder: TemporaryFolder
    private let book: IncidentBook

    init() throws {
        folder = try TemporaryFolder()
        book = IncidentBook(in: folder.path)
    }

    private func file(_ incident: Incident) -> String { "incidents/incident_\(incident.id).jsonl" }

    @Test("cut anywhere, as a crash cuts it, holds every entry before the cut, and takes the next one")
    func cut() throws {
        let incident = try book.open("ünï \"quoted\"\nline", in: "here", by: "anna")
        try book.append(IncidentEntry(.note, "one", by: "anna"), to: incident.id)
        let whole = try folder.data(file(incident))
        let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
        for length in first..<whole.count {
            try folder.write(file(incident), whole[..<length])
            #expect(try book.find(incident.id).entries.count == 1, "\(length)")
            #expect(try book.append(IncidentEntry(.note, "two", by: "bert"), to: incident.id).entries.count == 2)
            #expect(try book.find(incident.id).entries.last?.text == "two")
        }
        #expect(try book.find(incident.id).summary == "ünï \"quoted\"\nline")
    }

    @Test("of which not even the opening is whole is no incident, and another can be opened")
    func cutAtOnce() throws {
        let incident = try book.open("x", in: "here", by: "anna")
        let whole = try folder.data(file(incident))
        for length in 0..<whole.count {
            try folder.write(file(incident), whole[..<length])
            #expect(try book.current() == nil, "\(length)")
            #expect(try book.all().isEmpty)
        }
        #expect(try book.open("y", in: "here", by: "anna").summary == "y")
    }

    @Test("in which somebody wrote is an error that names the line, and not a guess")
    func spoilt() throws {
        let incident = try book.open("x", in: "here", by: "anna")
        try folder.write(file(incident), folder.data(file(incident)) + Data("nonsense\n".utf8))
        let error = #expect(throws: RecoveryError.self) { try book.current() }
        #expect(
            error?.summary
                == "line 2 of the journal \(folder.path.appending(file(incident))) was not written by reva")
    }

    @Test("takes entries of many at once, each whole")
    func together() async throws {
        let incident = try book.open("x", in: "here", by: "anna")
        await withTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    _ = try? book.append(IncidentEntry(.note, "\(number)", by: "p\(number % 4)"), to: incident.id)
                }
            }
        }
        let notes = try book.find(incident.id).entries.filter { $0.kind == .note }.map(\.text)
        #expect(Set(notes) == Set((0..<40).map(String.init)))
        #expect(notes.count == 40)
    }

    @Test("is kept in the evidence as well, entry by entry")
    func evidence() throws {
        let evidence = Evidence(
            at: folder.path.appending("evidence.jsonl"), seal: Seal(keyAt: folder.path.appending("signing.key")),
            version: "test")
        let book = IncidentBook(in: folder.path, evidence: evidence)
        let incident = try book.open("the bot is silent", in: "here", by: "anna")
        try book.append(IncidentEntry(.note, "only said", by: "anna"), to: incident.id)
        try book.close(cause: "unknown", followUps: [], unfinished: "a test", target: 60, by: "bert")
        let log = try folder.data("evidence.jsonl")
        let records = log.split(separator: UInt8(ascii: "\n")).compactMap { EvidenceLine(Data($0))?.record }
        #expect(
            records.map(\.account) == [
                "\(incident.id), opened: the bot is silent", "\(incident.id), closed: unknown",
            ])
        #expect(records.last?.facts["by"] == "bert")
    }

    @Test("makes a post-mortem in which nobody's words mark anything up")
    func markup() throws {
        let incident = try book.open("a | table `code` # <b> [x](y)", in: "here", by: "anna\n# root")
        let text = PostMortem(of: incident, target: 60).text
        #expect(text.hasPrefix("# Incident \(incident.id): a \\| table \\`code\\` \\# \\<b\\> \\[x\\](y)\n"))
        #expect(text.contains("by anna \\# root |"))
        #expect(text.contains("Whether the target of 1 min 00 s (RTO) was met is not known."))
    }
}
