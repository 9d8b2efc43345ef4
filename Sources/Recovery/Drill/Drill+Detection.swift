import Archive
import Deployment

/// A detector that finds nothing proves nothing: it has to find damage first.
extension Drill {
    func testOnFiles(_ file: FinishedArchive) async throws {
        let detection = FileDetection(folder: recovery.backups)
        let path = file.path
        try await examine("damage in a file is found") { details in
            let outcome = try await run.step("test the detector on damaged files") {
                try await offload { try detection.run(on: path) }
            }
            details = outcome.lines
            if let alarm = outcome.falseAlarm { throw Finding(account: "the undamaged file does not pass: \(alarm)") }
            guard outcome.missed.isEmpty else {
                throw Finding(account: "not noticed: \(outcome.missed.joined(separator: ", "))")
            }
            return "\(outcome.lines.count) of \(outcome.lines.count) damaged copies of the file were found"
        }
    }

    /// Copies the copy, damages that, and compares it with the backup: each damage must be named.
    func testOnCopy(_ scratch: ScratchDatabase, _ outcome: Load.Outcome, _ reader: ArchiveReader) async throws {
        let damaged = ScratchDatabase(for: elsewhere.deployment)
        let deployment = elsewhere.deployment
        let prove = Prove(recovery: elsewhere, run: run)
        try await examine("damage in a copy is found") { details in
            let (damages, reasons) = try await run.step("test the detector on a damaged copy") {
                try run.note { $0.others = [damaged.name] }
                let result = await Result.catching {
                    try await damaged.copy(scratch, run)
                    let damages = try await DatabaseSession.with(deployment, database: damaged.name) { session in
                        let damages = try await CopyDamage.possible(in: session)
                        try await CopyDamage.apply(damages, in: session)
                        return damages
                    }
                    let found = try await prove.readBack(damaged.name)
                    return (damages, try await prove.compare(found, with: outcome, reader: reader, in: damaged.name))
                }
                try await damaged.discard(run)
                try run.note { $0.others = nil }
                return try result.get()
            }
            return try Self.verdict(on: damages, reasons, &details)
        }
    }

    private static func verdict(
        on damages: [CopyDamage], _ reasons: [String], _ details: inout [String]
    ) throws -> String {
        var missed: [String] = []
        for damage in damages {
            let reason = reasons.first { reason in damage.signs.contains { reason.contains($0) } }
            if reason == nil { missed.append(damage.description) }
            details.append("\(damage.description): \(reason ?? "not noticed")")
        }
        guard missed.isEmpty else { throw Finding(account: "not noticed: \(missed.joined(separator: ", "))") }
        guard !damages.isEmpty else { return "the database holds nothing that could be damaged" }
        return "\(damages.count) of \(damages.count) damages to a restored copy were named"
    }
}
