import Foundation

extension Backup: Attested {
    var outcome: EvidenceRecord.Outcome { state == .failed ? .failed : .done }
    var account: String { "\(name) is \(state.rawValue)" + (reasons.first.map { ": \($0)" } ?? "") }
    var attestedFiles: [String] { [name] }
}

extension [Backup]: Attested {
    var outcome: EvidenceRecord.Outcome { contains { $0.state != .proven } ? .failed : .done }
    var account: String { "\(count { $0.state == .proven }) of \(count) backups are proven" }
    var attestedFiles: [String] { map(\.name) }
}

extension Restoration: Attested {
    var outcome: EvidenceRecord.Outcome { state == .restored ? .done : .failed }
    var account: String {
        guard state == .restored else { return "\(name) was not restored: \(reasons.first ?? "no reason given")" }
        return "\(name) was restored" + (before.map { ", the former database is \($0)" } ?? "")
    }
    var attestedFiles: [String] { [name] + [safety].compactMap(\.self) }
}

extension Undoing: Attested {
    var outcome: EvidenceRecord.Outcome { .done }
    var account: String { "\(restored) is live again" + (before.map { ", what was live is \($0)" } ?? "") }
    var attestedFiles: [String] { [] }
}

extension Pruning: Attested {
    var outcome: EvidenceRecord.Outcome { .done }
    var account: String {
        let gone = (backups + copies).filter(\.removed).map(\.name)
        return gone.isEmpty ? "nothing was removed" : "removed \(gone.joined(separator: ", "))"
    }
    var attestedFiles: [String] { backups.filter(\.removed).map(\.name) }
}
