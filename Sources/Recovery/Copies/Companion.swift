import Crypto
import Deployment
import Foundation
import SystemPackage

/// What belongs to the backups without being one, and goes along with them: who is to stay forgotten, what was done here, how
/// the drills went.
struct Companion: Sendable {
    /// What it is called at the second place, beside the backups.
    let name: String
    let path: FilePath
    /// True of a log, to which lines are only ever added.
    let grows: Bool

    /// Those that are there.
    static func all(of backups: FilePath, evidence: Evidence?) -> [Companion] {
        // The key before what says nothing without it.
        var all = [
            Companion(name: ".erasures.key", path: backups.appending(".erasures.key"), grows: false),
            Companion(name: "erasures.jsonl", path: backups.appending("erasures.jsonl"), grows: true),
        ]
        if let file = evidence?.file { all.append(Companion(name: "evidence.jsonl", path: file, grows: true)) }
        let drills = DrillFolder(beside: backups)
        all += drills.names().flatMap { report in
            ["json", "md", "html"].map {
                Companion(name: "\(report).\($0)", path: drills.file(report, $0), grows: false)
            }
        }
        return all.filter { FileManager.default.fileExists(atPath: $0.path.string) }
    }

    /// True when what lies there is what this one was before it grew.
    func continues(_ digest: String, bytes: Int, now content: Data) -> Bool {
        grows && bytes <= content.count && SHA256.hash(data: content.prefix(bytes)).hex == digest
    }
}

extension SecondCopy {
    /// Brings along what is not there, or has grown since. What lies there and is something else is set aside there rather than
    /// lost: this may be a machine that has just begun anew.
    func copyCompanions(to target: any CopyTarget, at now: Date) async throws -> [Copying.Item] {
        let there = try await target.files()
        var items: [Copying.Item] = []
        for companion in Companion.all(of: backups, evidence: evidence) {
            let content = try await offload { try Data(contentsOf: URL(filePath: companion.path.string)) }
            if there[companion.name] == content.count { continue }
            if let bytes = there[companion.name] {
                let digest = try await target.digest(of: companion.name)
                if !companion.continues(digest, bytes: bytes, now: content) {
                    let aside = "\(companion.name).before_\(DateFormatter.nameTime("_").string(from: now))"
                    try await target.rename(companion.name, to: aside)
                    tell(.warning("\(companion.name) in \(target.description) was not of here: it is kept as \(aside)"))
                }
            }
            try await bring(content, as: companion.name, to: target)
            items.append(.init(name: companion.name, bytes: content.count, outcome: .copied))
        }
        return items
    }

    /// As it is now: a log may grow meanwhile.
    private func bring(_ content: Data, as name: String, to target: any CopyTarget) async throws {
        let still = backups.appending(".reva.copying")
        defer { try? FileManager.default.removeItem(atPath: still.string) }
        try content.write(to: URL(filePath: still.string))
        try await transfer(
            still, as: name, digest: SHA256.hash(data: content).hex, bytes: content.count, to: target)
    }

    /// What `copyCompanions` would bring.
    func plannedCompanions(_ there: [String: Int]) -> [Copying.Item] {
        Companion.all(of: backups, evidence: evidence).compactMap { companion in
            let size = (try? FileManager.default.attributesOfItem(atPath: companion.path.string)[.size] as? Int) ?? 0
            return there[companion.name] == size
                ? nil : Copying.Item(name: companion.name, bytes: size, outcome: .copied)
        }
    }
}
