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
}
