import Crypto
import Foundation

/// Something that happened to a release or an issue, as subscribers are told it.
struct News: Codable, Hashable, Sendable {
    /// Release's own names, such as `RELEASE_FAILED`; for Jira those of `IssueHistory`.
    var kind: String
    /// Of the release, or the key of the issue.
    var id: String
    var title: String
    /// Nil where it is not known.
    var status: String?
    /// Of the task it is about.
    var task: String?
    /// As Release or Jira says it; text of others.
    var message: String
    var person: String?
    var date: Date
    var link: String?
    /// Id of the folder that the release lies in, or key of the project.
    var folder: String?

    private enum CodingKeys: String, CodingKey {
        case kind, title, status, task, message, person, date, link, folder
        // Those that wait since an older version have it so.
        case id = "release"
    }

    var isOfRelease: Bool { !kind.hasPrefix("ISSUE_") }

    /// Told to all who did not choose kinds: what a release does, tasks that fail, and whatever an issue does.
    var isForAll: Bool { !isOfRelease || kind.hasPrefix("RELEASE_") || kind == "TASK_FAILED" }

    /// The same for each report of the same event, whether Release told it or it was found: what was done to which
    /// release, when and with what words. Ids of entries are not known to the tools.
    var key: String {
        // An issue is created once, and the tools do not say when in any one time zone.
        let isOnce = kind == "ISSUE_CREATED"
        let words = isOnce ? "" : String(message.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(200))
        let time = isOnce ? "" : "\(Int(date.timeIntervalSince1970))"
        let text = "\(Self.shortID(id))\u{1F}\(kind)\u{1F}\(time)\u{1F}\(words)"
        return SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What somebody may have subscribed to, to hear of it; in lower case.
    var subjects: [String] {
        isOfRelease
            ? Self.subjects(release: id, title: title, folder: folder)
            : [id, folder].compactMap { $0?.lowercased() }
    }

    /// What somebody may have subscribed to, to hear of a release; in lower case.
    static func subjects(release: String, title: String, folder: String?) -> [String] {
        let names = [release, shortID(release), title] + (folder.map { [$0, shortID($0)] } ?? [])
        return Array(Set(names.map { $0.lowercased() }.filter { !$0.isEmpty } + ["*"])).sorted()
    }

    /// `Release12` of `Applications/Folder3/Release12`.
    static func shortID(_ id: String) -> String { id.split(separator: "/").last.map(String.init) ?? id }

    private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// A date of Release or Jira, with or without parts of a second; nil where it does not say in which time zone.
    static func date(_ text: String) -> Date? {
        (try? format.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
