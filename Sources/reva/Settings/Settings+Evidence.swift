import Recovery
import SystemPackage

extension Settings {
    /// The key that signs proofs and the evidence; it is made when it is first needed.
    var seal: Seal { Seal(keyAt: home.appending("signing.key")) }

    var evidenceFile: FilePath { text(.evidence).map { FilePath($0) } ?? home.appending("evidence.jsonl") }

    /// - Parameter warn: told what is not as it should be in the log.
    func evidence(warn: @escaping @Sendable (String) -> Void) -> Evidence {
        Evidence(
            at: evidenceFile, seal: seal, version: Reva.version, headFile: home.appending("evidence.head"), warn: warn)
    }

    /// The incidents that are led from here.
    func incidents(_ console: Console) -> IncidentBook {
        let warn: @Sendable (String) -> Void = { console.tell(.warning($0)) }
        return IncidentBook(in: home, evidence: evidence(warn: warn), warn: warn)
    }
}
