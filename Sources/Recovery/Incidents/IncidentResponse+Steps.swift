import Deployment
import Foundation
import Health

/// What is done in each step of the checklist.
extension IncidentResponse {
    func outcome(of step: ChecklistStep, in incident: Incident) async throws -> IncidentEntry {
        switch step {
        case .assess: await assess()
        case .communicate: await communicate(incident)
        case .database: await checkDatabase()
        case .backup: try await checkBackup()
        case .health: try await verifyHealth()
        case .tools: try await verifyTools()
        case .message: askForMessage()
        // These have ways of their own.
        case .restore, .postMortem: entry(step, .waiting, step.title)
        }
    }

    /// What is down, and what says so. What cannot be looked at is a finding as well.
    private func assess() async -> IncidentEntry {
        var down: [String] = []
        var details: [String] = []
        do {
            let components = try await scene.components()
            details += components.map { "\($0.name): \($0.state)" }
            down += components.filter { !$0.isRunning }.map(\.name)
            if components.isEmpty {
                let answers = await scene.databaseAnswers()
                return entry(
                    .assess, .done,
                    answers ? "the database answers; no application belongs to it" : "down: the database")
            }
        } catch {
            details.append("the components cannot be seen: \(error)")
        }
        do {
            let health = try await scene.health()
            details += ["health: \(health.status.rawValue)"] + health.complaints
            if !health.database { down.append("the database") }
            down += health.mcp.filter { !$0.value.connected }.keys.sorted().map { "the MCP server \($0)" }
        } catch {
            details.append("\(error)")
            down.append("the application's health report")
        }
        let found = down.isEmpty ? "everything runs and answers" : "down: \(down.joined(separator: ", "))"
        return entry(.assess, .done, found).with(details)
    }

    /// Tells people where there is a way to, and else leaves it to a person.
    private func communicate(_ incident: Incident) async -> IncidentEntry {
        let words = [
            "Reva is temporarily unavailable: \(incident.summary).",
            "We have been on it since \(incident.opened.formatted(.iso8601)), and are recovering it.",
            "Please do not rely on its answers or notifications until we say that it is back.",
        ]
        let (reached, failures) = await announce(words.joined(separator: " "))
        guard !reached.isEmpty else {
            return entry(.communicate, .waiting, "people have to be told; a text to copy follows").with(
                failures + words)
        }
        return entry(.communicate, .done, "people were told over \(reached.joined(separator: " and "))")
            .with(failures + words)
    }

    private func checkDatabase() async -> IncidentEntry {
        if await databaseWorks() { return entry(.database, .done, "the database answers") }
        do {
            let log = try await scene.databaseLog(lines: 30)
            let diagnosis = DatabaseDiagnosis(of: log)
            return entry(.database, .done, "the database does not answer: \(diagnosis.finding)")
                .with(diagnosis.hints.map { "try: \($0)" } + log)
        } catch {
            return entry(.database, .done, "the database does not answer, and its log cannot be read: \(error)")
        }
    }

    private func checkBackup() async throws -> IncidentEntry {
        let all = try await backups.listed()
        guard let newest = all.first else {
            return entry(.backup, .failed, "there is no backup").with(["try: reva recover no-backup --dry-run"])
        }
        guard let proven = all.first(where: { $0.state == .proven }) else {
            return entry(.backup, .failed, "none of the \(all.count) backups is proven")
                .with(["try: reva verify \(newest.name)"])
        }
        let age = Readable.seconds(max(0, Date().timeIntervalSince(proven.taken)))
        let rows = proven.tables.reduce(0) { $0 + $1.rows }
        var details: [String] = []
        if newest.name != proven.name {
            details.append("newer, but \(newest.state.rawValue): \(newest.name)")
        }
        return entry(
            .backup, .done,
            "the newest proven backup is \(proven.name): \(age) old, \(proven.tables.count) tables, \(rows) rows, "
                + Readable.bytes(proven.bytes)
        ).with(details)
    }

    func entry(about restoration: Restoration) -> IncidentEntry {
        guard restoration.state == .restored else {
            return entry(.restore, .failed, "\(restoration.name) is bad, and production was not touched")
                .with(restoration.reasons + ["try: reva list"])
        }
        var entry = entry(.restore, .done, "\(restoration.name) is restored and live")
        entry.backup = restoration.name
        entry.lost = restoration.gap?.lines ?? []
        if let seconds = restoration.liveSeconds { entry.details.append("live after \(Readable.seconds(seconds))") }
        if let seconds = restoration.downtimeSeconds {
            entry.details.append("the application was down for \(Readable.seconds(seconds))")
        }
        if let before = restoration.before { entry.details.append("the former database is kept as \(before)") }
        return entry
    }

    private func verifyHealth() async throws -> IncidentEntry {
        let clock = ContinuousClock()
        let limit = clock.now + patience
        var complaints: [String]
        repeat {
            do {
                let report = try await scene.health()
                if report.adapterInitialized && report.database {
                    return entry(.health, .done, "the application is up and its database answers")
                        .with(report.complaints)
                }
                complaints = report.complaints
            } catch {
                complaints = ["\(error)"]
                if try await hasNoApplication(), await scene.databaseAnswers() {
                    return entry(.health, .done, "the database answers; no application belongs to it")
                }
            }
            // There is nothing to wait on but the answer of the next request.
            if clock.now < limit { try await clock.sleep(for: .milliseconds(500)) }
        } while clock.now < limit
        return entry(.health, .failed, "the application is not healthy").with(complaints + ["try: reva status"])
    }

    private func hasNoApplication() async throws -> Bool { try await scene.components().isEmpty }

    private func verifyTools() async throws -> IncidentEntry {
        if try await hasNoApplication() {
            return entry(.tools, .notNeeded, "no application belongs to the database")
        }
        let servers = try await scene.health().mcp.sorted { $0.key < $1.key }
        guard !servers.isEmpty else { return entry(.tools, .notNeeded, "no MCP server is configured") }
        let details = servers.map { name, server in
            server.connected ? "\(name) is connected" : "\(name) is not connected: \(server.error ?? "no reason given")"
        }
        guard servers.allSatisfy(\.value.connected) else {
            return entry(.tools, .failed, "not every MCP server is connected")
                .with(details + ["try: reva recover mcp", "try: look at the systems behind them"])
        }
        return entry(.tools, .done, "every MCP server is connected").with(details)
    }

    private func askForMessage() -> IncidentEntry {
        entry(.message, .waiting, "somebody has to write to Reva in Teams, such as: status")
            .with(["Does the answer come, and is it right?"])
    }

    /// As the application sees it; where it says nothing, by asking the database itself.
    func databaseWorks() async -> Bool {
        if let health = try? await scene.health() { return health.database }
        return await scene.databaseAnswers()
    }
}

extension IncidentEntry {
    fileprivate func with(_ details: [String]) -> IncidentEntry {
        var entry = self
        entry.details = details
        return entry
    }
}
