import Crypto
import Foundation
import SystemPackage

extension Recovery {
    /// Keeps what became of a procedure. What cannot be kept is a warning: it must fail nothing.
    func attest<Value: Attested>(
        _ command: String, _ result: Result<Value, any Error>, seconds: Double, steps: [String: Double]
    ) async {
        guard settings.evidence != nil else { return }
        var testimony: Testimony
        switch result {
        case .success(let value):
            testimony = Testimony(command, value.outcome, value.account)
            testimony.files = await files(value.attestedFiles)
        case .failure(let error):
            let isInterrupted = error is CancellationError || Task.isCancelled
            testimony = Testimony(command, isInterrupted ? .interrupted : .failed, "\(error)")
        }
        testimony.seconds = seconds
        testimony.steps = steps
        await attest(testimony)
    }

    /// Keeps that a run did not end well, when the next one has dealt with what it left.
    func attest(_ remains: Journal) async {
        var testimony = Testimony(remains.command, .interrupted, "it did not end well: \(remains.description)")
        if let backup = remains.backup { testimony.files = await files([backup]) }
        await attest(testimony)
    }

    private func attest(_ testimony: Testimony) async {
        guard let evidence = settings.evidence else { return }
        var testimony = testimony
        testimony.target = deployment.identity
        do {
            let record = testimony
            _ = try await offload { try evidence.append(record) }
        } catch {
            tell(.warning("\(error)"))
        }
    }

    /// The files as they are now.
    func files(_ names: [String]) async -> [EvidenceRecord.File] {
        var files: [EvidenceRecord.File] = []
        for name in names {
            let path = backups.appending(name)
            let found = try? await offload { try SHA256.hash(of: path) }
            files.append(.init(name: name, bytes: found?.bytes, sha256: found?.hex))
        }
        return files
    }
}
