import Crypto
import Foundation

/// Something that happened to a release, as subscribers are told it.
struct ReleaseNews: Codable, Hashable, Sendable {
    /// Release's own names, such as `RELEASE_FAILED`.
    var kind: String
    var release: String
    var title: String
    /// Nil where it is not known.
    var status: String?
    /// Of the task it is about.
    var task: String?
    /// As Release says it; text of others.
    var message: String
    var person: String?
    var date: Date
    var link: String?
    /// Ids of the folder that the release lies in.
    var folder: String?

    /// Told to all who did not choose kinds: what a release does, and tasks that fail.
    static func isForAll(_ kind: String) -> Bool { kind.hasPrefix("RELEASE_") || kind == "TASK_FAILED" }

    /// The same for each report of the same event, whether Release told it or it was found: what was done to which
    /// release, when and with what words. Ids of entries are not known to the tools.
    var key: String {
        let words = message.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(200)
        let text = "\(Self.shortID(release))\u{1F}\(kind)\u{1F}\(Int(date.timeIntervalSince1970))\u{1F}\(words)"
        return SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    var subjects: [String] { Self.subjects(release: release, title: title, folder: folder) }

    /// What somebody may have subscribed to, to hear of a release; in lower case.
    static func subjects(release: String, title: String, folder: String?) -> [String] {
        let names = [release, shortID(release), title] + (folder.map { [$0, shortID($0)] } ?? [])
        return Array(Set(names.map { $0.lowercased() }.filter { !$0.isEmpty } + ["*"])).sorted()
    }

    /// `Release12` of `Applications/Folder3/Release12`.
    static func shortID(_ id: String) -> String { id.split(separator: "/").last.map(String.init) ?? id }

    private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// A date of Release, with or without parts of a second.
    static func date(_ text: String) -> Date? {
        (try? format.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
