import JSONValues

/// The name by which a program presents itself. Nobody verifies it: for display and logs only.
package struct Implementation: Sendable, Hashable {
    package var name: String
    package var version: String
    package var title: String?

    package init(name: String, version: String, title: String? = nil) {
        self.name = name
        self.version = version
        self.title = title
    }

    init?(_ json: JSON?) {
        guard let name = json?["name"]?.string else { return nil }
        self.init(name: name, version: json?["version"]?.string ?? "", title: json?["title"]?.string)
    }

    var json: JSON {
        JSON.object(["name": .string(name), "version": .string(version)])
            .setting("title", to: title.map(JSON.string))
    }
}
