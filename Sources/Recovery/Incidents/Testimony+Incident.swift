extension Testimony {
    /// What the evidence keeps of an incident's journal; nil for what is only said in passing.
    init?(about entry: IncidentEntry, of id: String) {
        guard [.opened, .takenOver, .overridden, .ended, .closed].contains(entry.kind) else { return nil }
        let step = entry.step.map { "step \($0.number), \($0.rawValue), \(entry.outcome?.rawValue ?? ""): " } ?? ""
        self.init(
            "incident", entry.outcome == .failed ? .failed : .done,
            "\(id), \(entry.kind.rawValue): \(step)\(entry.text)")
        facts["incident"] = id
        facts["by"] = entry.who
        facts["backup"] = entry.backup
    }
}
