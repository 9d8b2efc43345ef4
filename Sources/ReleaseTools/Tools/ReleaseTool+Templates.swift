import Foundation

/// Tools that read templates, folders and users.
extension ReleaseTool {
    static let templates: [ReleaseTool] = [
        ReleaseTool(
            "search_templates", "Search templates", "Finds templates that releases can be created from.",
            [.text("title", "Part of the title, whatever its case"), .text("tag", "Only with this tag")]
                + Parameter.paging
        ) { arguments, session in
            var query = arguments.paging + [("depth", "1")]
            if let title = arguments.text("title") { query.append(("title", title)) }
            if let tag = arguments.text("tag") { query.append(("tag", tag)) }
            let found: [Release] = try await session.read(.get("templates", query))
            return Page(
                items: try await session.allowed(found).map { ReleaseSummary($0, at: session.client.address) },
                page: arguments.page, hasMore: found.count >= arguments.pageSize)
        },
        ReleaseTool("get_template", "Get a template", "One template with its phases.", [.template]) {
            arguments, session in
            ReleaseDetail(try await session.template(arguments.id("template", .release)), at: session.client.address)
        },
        ReleaseTool(
            "list_template_variables", "List the variables of a template",
            "What create_release has to be given: keys, and which need a value.", [.template] + Parameter.paging
        ) { arguments, session in
            let template = try await session.template(arguments.id("template", .release))
            let variables: [Variable] = try await session.read(.get("templates/\(template.id)/variables"))
            return arguments.page(of: variables, VariableAnswer.init)
        },
        ReleaseTool(
            "list_folders", "List folders", "The folders of Release with their ids, those below them included.",
            [
                Parameter(
                    name: "depth",
                    schema: ["type": "integer", "description": "levels", "minimum": 1, "maximum": 5, "default": 2])
            ] + Parameter.paging
        ) { arguments, session in
            let depth = arguments.json["depth"]?.integer ?? 2
            let roots: [Folder] = try await session.read(
                .get("folders/list", [("depth", "\(depth)"), ("resultsPerPage", "100")]))
            var all: [FolderAnswer] = []
            for folder in roots.flatMap({ flat($0, under: "", depth) }) where try await session.isAllowed(folder.id) {
                all.append(folder)
            }
            return arguments.page(of: all) { $0 }
        },
        ReleaseTool(
            "find_folder", "Find a folder", "The folder at a path of titles, such as Payments/Cards.",
            [.text("path", "Titles from the root, with slashes between", isRequired: true)]
        ) { arguments, session in
            let path = arguments.text("path") ?? ""
            let folder: Folder = try await session.read(.get("folders/find", [("byPath", path)]))
            try await session.require(folder.id)
            return FolderAnswer(id: folder.id, title: Text.line(folder.title ?? ""), path: Text.line(path))
        },
        ReleaseTool(
            "list_users", "List users", "Finds users by name or address, for assign_task.",
            [.text("name", "Part of the full name"), .text("email", "Part of the address")] + Parameter.paging
        ) { arguments, session in
            var query = arguments.paging
            if let name = arguments.text("name") { query.append(("fullName", name)) }
            if let email = arguments.text("email") { query.append(("email", email)) }
            let users: [User] = try await session.read(.get("users", query))
            return Page(
                items: users.map(UserAnswer.init), page: arguments.page, hasMore: users.count >= arguments.pageSize)
        },
    ]

    private static func flat(_ folder: Folder, under parent: String, _ depth: Int) -> [FolderAnswer] {
        let title = Text.line(folder.title ?? "")
        let path = parent.isEmpty ? title : "\(parent)/\(title)"
        let own = FolderAnswer(id: folder.id, title: title, path: path)
        return [own] + (depth > 1 ? folder.allChildren.flatMap { flat($0, under: path, depth - 1) } : [])
    }
}
