import Deployment
import Foundation

/// Brings back one component that is lost or broken, where Reva is installed with storage and parts of its own.
package struct Recover: Sendable {
    /// What became of it.
    package struct Outcome: Sendable, Encodable {
        package var scenario: Scenario
        /// The storage as it was.
        package var copy: String?
        /// What could be read out of the database before it was removed; nil where that was not tried, or nothing could.
        package var salvaged: Salvaged?
        /// The backup that is live.
        package var restored: String?
        package var seconds: Double
    }

    let scenario: Scenario
    let installation: any Installation
    let backups: any BackupService
    let tell: EventSink

    package init(
        _ scenario: Scenario, in installation: any Installation, backups: any BackupService, tell: @escaping EventSink
    ) {
        (self.scenario, self.installation, self.backups, self.tell) = (scenario, installation, backups, tell)
    }

    /// Changes nothing.
    package func plan(at now: Date = Date()) async throws -> RecoverPlan {
        guard scenario.removesStorage else {
            return RecoverPlan(
                scenario: scenario, installation: installation.description, storage: nil,
                steps: [
                    .init(
                        does: "restart \(scenario.components.joined(separator: " and "))",
                        commands: await commands(.restart(scenario.components)))
                ],
                loses: ["no data"] + (try await installation.disturbance(by: scenario.components)))
        }
        let storage = try await installation.storage()
        let newest = await Result.catching { try await backups.newestProven() }
        var steps: [RecoverPlan.Step] = []
        if scenario == .noBackup {
            steps.append(.init(does: "save what can still be read of the database", commands: ["reva salvage"]))
        }
        for (does, act) in zip(FreshStart.steps, FreshStart.acts) {
            steps.append(.init(does: does, commands: await commands(act)))
        }
        let start = await commands(.startApplication)
        if scenario == .databaseLost {
            let name = (try? newest.get().name) ?? "reva_LATEST.sql.gz"
            steps.append(
                .init(
                    does: "restore the newest proven backup",
                    commands: await commands(.load(name)) + start))
        } else {
            steps.append(.init(does: "start the application", commands: start))
        }
        return RecoverPlan(
            scenario: scenario, installation: installation.description, storage: storage, steps: steps,
            loses: loss(newest, at: now))
    }

    /// By hand; empty where what is left standing does not tell.
    private func commands(_ act: InstallationAct) async -> [String] {
        (try? await installation.commands(for: act)) ?? []
    }

    private func loss(_ newest: Result<Backup, any Error>, at now: Date) -> [String] {
        switch (scenario, newest) {
        case (.databaseLost, .success(let backup)):
            let age = Readable.seconds(max(0, now.timeIntervalSince(backup.taken)))
            return [
                "what was written since \(backup.name) was taken, \(age) ago; \(Self.content(of: backup)) come back"
            ]
        case (_, .success(let backup)):
            return [
                "everything that Reva knew; there is a proven backup, \(backup.name), with \(Self.content(of: backup)): "
                    + "reva recover database-lost brings that back"
            ]
        case (_, .failure(let error)):
            return ["everything that Reva knew, and nobody can say how much that is: \(error)"]
        }
    }

    private static func content(of backup: Backup) -> String {
        "\(backup.tables.reduce(0) { $0 + $1.rows }) rows in \(backup.tables.count) tables"
    }

    /// Checks everything that can be checked before anything is removed or restarted.
    /// - Parameter anyway: also when the database still answers.
    package func check(anyway: Bool) async throws {
        guard scenario.removesStorage else { return try await installation.check(scenario.components) }
        if !anyway, await installation.databaseAnswers() {
            throw RecoveryError(
                "the database still answers", reason: .refused,
                hints: ["reva restore latest, which keeps it beside", "--anyway, when it is damaged all the same"])
        }
        if scenario == .databaseLost { _ = try await backups.newestProven() }
    }

    /// - Parameter consent: to the removal of the storage; nil in a scenario that removes none.
    package func run(_ consent: StorageConsent?) async throws -> Outcome {
        let clock = ContinuousClock()
        let start = clock.now
        var outcome = Outcome(scenario: scenario, seconds: 0)
        if scenario.removesStorage {
            guard let consent else {
                throw RecoveryError("nobody agreed that the storage is removed", reason: .refused)
            }
            if scenario == .noBackup { outcome.salvaged = try await salvage() }
            outcome.copy = try await FreshStart(installation, tell: tell).run(consent)
            if scenario == .databaseLost {
                outcome.restored = try await restore()
            } else {
                _ = try await Event.step("start the application", tell: tell) {
                    try await installation.startApplication()
                }
            }
        } else {
            let words = "restart \(scenario.components.joined(separator: " and "))"
            _ = try await Event.step(words, tell: tell) { try await installation.restart(scenario.components) }
        }
        outcome.seconds = (clock.now - start).inSeconds
        return outcome
    }

    /// What cannot be saved is said, and holds up nothing: the storage is copied aside as well.
    private func salvage() async throws -> Salvaged? {
        guard await installation.databaseAnswers() else {
            tell(.warning("the database does not answer, so nothing is read out of it; its storage is copied aside"))
            return nil
        }
        do {
            return try await backups.salvage()
        } catch {
            // What was cancelled goes on to remove nothing.
            try Task.checkCancellation()
            tell(.warning("nothing could be read out of the database: \(error)"))
            return nil
        }
    }

    private func restore() async throws -> String {
        let restoration = try await backups.restore("latest")
        guard restoration.state == .restored else {
            throw RecoveryError(
                "\(restoration.name) was not restored: \(restoration.reasons.joined(separator: "; "))",
                reason: .badBackup, hints: ["reva list", "reva restore NAME, with an older one"])
        }
        return restoration.name
    }
}
