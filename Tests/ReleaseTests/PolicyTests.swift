import Foundation
import JSONValues
import MCP
import Testing

@testable import ReleaseDemo
@testable import ReleaseTools

@Suite struct PolicyTests {
    @Test("read only offers the tools that change nothing, and they are all that call themselves so")
    func readOnly() async throws {
        try await withSite { site in
            let all = try site.server().definitions
            #expect(all.count == 38)
            let offered = try site.server(policy: ReleasePolicy(isReadOnly: true)).definitions
            #expect(offered.map(\.name) == all.filter { $0.annotations.isReadOnly == true }.map(\.name))
            #expect(offered.allSatisfy { $0.name.wholeMatch(of: /(get|list|search|find|count)_.*/) != nil })
            #expect(!offered.isEmpty && offered.count < all.count)
        }
    }

    @Test("only the tools of the setting are offered, and a name that is none is an error")
    func tools() async throws {
        try await withSite { site in
            let server = try site.server(policy: ReleasePolicy(tools: ["get_task", "complete_task"]))
            #expect(Set(server.definitions.map(\.name)) == ["get_task", "complete_task"])
            let error = #expect(throws: ReleaseError.self) {
                _ = try site.server(policy: ReleasePolicy(tools: ["drop_table"]))
            }
            #expect(error?.summary == "there is no tool drop_table")
        }
    }

    @Test(
        "annotations say the truth: what ends or overwrites is destructive, what a second call refuses is not idempotent"
    )
    func annotations() {
        let tools = Dictionary(uniqueKeysWithValues: ReleaseTools.all.map { ($0.name, $0.annotations) })
        for name in [
            "abort_release", "restart_release", "skip_task", "fail_task", "abort_task", "update_release",
            "set_release_variable",
        ] {
            #expect(tools[name]?.isDestructive == true, "\(name)")
        }
        for name in ["start_release", "complete_task", "create_release", "comment_task", "retry_task", "abort_release"]
        {
            #expect(tools[name]?.isIdempotent == false, "\(name)")
            #expect(tools[name]?.allowsRepeating == false, "\(name)")
        }
    }

    @Test("outside of the allowed folders nothing is seen or changed, whatever id is given", arguments: [true, false])
    func folders(byPath: Bool) async throws {
        try await withSite { site in
            let mine = try await site.release("Payment 4.2")
            let other = try await site.release("Web shop 7.0")
            let folder = try #require(mine.folderId)
            let server = try site.server(policy: ReleasePolicy(folders: [byPath ? "Payments" : folder]))
            let found = try await server.call("search_releases", arguments: ["pageSize": 100])
            let titles = found.structuredContent?["items"]?.array?.compactMap { $0["title"]?.string } ?? []
            #expect(
                titles.contains("Payment 4.2")
                    && titles.allSatisfy { !$0.hasPrefix("Web") && !$0.hasPrefix("Platform") })
            #expect(try await server.call("list_folders").structuredContent?["items"]?.array?.count == 1)
            let counts = try await server.call("count_releases").structuredContent
            #expect(counts?["total"] == .integer(titles.count))

            let own = try #require(other.id.split(separator: "/").last)
            let task = try #require(other.tasks.first { $0.status == .inProgress })
            let taskOwn = try #require(task.id.split(separator: "/").last)
            let forged: [(String, JSON)] = [
                ("get_release", ["release": .string(other.id)]),
                ("get_release", ["release": .string("\(folder)/\(own)")]),
                ("get_release", ["release": .string("Applications/\(own)")]),
                ("abort_release", ["release": .string("\(folder)/\(own)"), "comment": "x"]),
                ("list_release_variables", ["release": .string("\(folder)/\(own)")]),
                ("complete_task", ["task": .string(task.id)]),
                ("complete_task", ["task": .string("\(folder)/\(own)/Phase1/\(taskOwn)")]),
                ("find_folder", ["path": "Web shop"]),
            ]
            for (name, arguments) in forged {
                let result = try await server.call(name, arguments: arguments)
                #expect(
                    result.text().hasPrefix("this server's settings do not allow anything outside of its folders"),
                    "\(name) \(arguments.text): \(result.text())")
            }
            #expect(try await site.release("Web shop 7.0").tasks.map(\.status) == other.tasks.map(\.status))
            let allowed = try await server.call("get_release", arguments: ["release": .string(mine.id)])
            #expect(allowed.isError == false)
            let commented = try await server.call(
                "comment_task", arguments: ["task": .string(mine.tasks[0].id), "comment": "hello"])
            #expect(commented.isError == false)
        }
    }

    @Test("a folder of the settings that is not in Release allows nothing")
    func unknownFolder() async throws {
        try await withSite { site in
            let server = try site.server(policy: ReleasePolicy(folders: ["Typo"]))
            let result = try await server.call("search_releases")
            #expect(result.text().hasPrefix("the folder Typo of this server's settings is not in Release"))
        }
    }
}
