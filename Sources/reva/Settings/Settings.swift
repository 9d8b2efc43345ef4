import Configuration
import Deployment
import Foundation
import Logging
import Postgres
import Recovery
import SystemPackage

/// What flags, the environment and reva.yaml say, in this order; the first that says something wins.
///
/// Every read of a setting goes through here, and a value that makes no sense is an error that names its key.
struct Settings: Sendable {
    private let reader: ConfigReader
    /// What of the file is passed over, a sentence each.
    let unread: [String]

    /// - Parameters:
    ///   - flags: by the names of `SettingKey`; what nobody gave is left out.
    ///   - file: nil means `REVA_CONFIG`, else reva.yaml in the current folder, else the one in the home, if there is one.
    init(flags: [String: String] = [:], environment: [String: String], file: String? = nil) async throws {
        let named = file ?? environment["REVA_CONFIG"]
        let given = InMemoryProvider(
            name: "flags",
            values: Dictionary(
                uniqueKeysWithValues: flags.map {
                    (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue(.string($0.value), isSecret: true))
                }))
        let variables = EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "reva")
        let home = Self.home(in: ConfigReader(providers: [given, variables]), environment)
        let path = named ?? ["reva.yaml", "\(home)/reva.yaml"].first { FileManager.default.fileExists(atPath: $0) }
        var stored: SettingsFile?
        if let path { stored = try await SettingsFile(path) }
        reader = ConfigReader(providers: [given, variables] + [stored?.provider].compactMap(\.self))
        unread = stored?.unread ?? []
    }

    private static func home(in reader: ConfigReader, _ environment: [String: String]) -> String {
        reader.string(forKey: "home") ?? standardHome(environment)
    }

    /// Where everything is kept when nobody says otherwise; the embedded PostgreSQL is installed there.
    static func standardHome(_ environment: [String: String]) -> String {
        if geteuid() == 0 { return "/var/lib/reva" }
        let user = environment["HOME"] ?? NSHomeDirectory()
        return "\(environment["XDG_DATA_HOME"] ?? "\(user)/.local/share")/reva"
    }

    /// The value as it was given, whatever its type there; nil when nobody gave one, or an empty one.
    func text(_ key: SettingKey) -> String? {
        let name = ConfigKey(key.name)
        let text =
            reader.string(forKey: name, isSecret: key.isSecret) ?? reader.int(forKey: name).map(String.init)
            ?? reader.double(forKey: name).map { "\($0)" } ?? reader.bool(forKey: name).map { "\($0)" }
        return text?.isEmpty == true ? nil : text
    }

    /// A secret, or the first line of the file that is named in its place: `database.password.file`,
    /// `REVA_DATABASE_PASSWORD_FILE`.
    func secret(_ key: SettingKey) throws -> String? {
        if let text = text(key) { return text }
        guard let path = reader.string(forKey: ConfigKey("\(key.name).file")), !path.isEmpty else { return nil }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
        } catch {
            throw CommandError(
                "the file of \(key.name) cannot be read: \(path)", hints: ["check \(key.variable)_FILE"])
        }
    }

    func number(_ key: SettingKey, in range: ClosedRange<Int>, standard: Int) throws -> Int {
        guard let text = text(key) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw CommandError(
                "\(key.name) is \"\(text)\", and must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                hints: ["\(key.variable)=\(standard)"])
        }
        return number
    }

    /// Reads everything once: a value that makes no sense is told before anything begins, whoever needs it.
    func check() throws {
        _ = try (
            port, logLevel, restoreLimit, recovery, deployment, alarmAddresses, alarmRepetition, objectives, schedule,
            copyTarget, mind, toolPolicy
        )
        for key in SettingKey.all where key.isSecret { _ = try secret(key) }
    }

    var home: FilePath {
        FilePath(Self.home(in: reader, ProcessInfo.processInfo.environment))
    }
    /// Where backups lie, if somebody said so.
    var backups: FilePath? { text(.backups).map { FilePath($0) } }
    var deployment: DeploymentKind? {
        get throws {
            guard let text = text(.deployment) else { return nil }
            guard let kind = DeploymentKind(rawValue: text) else {
                let kinds = DeploymentKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandError("deployment is \"\(text)\", and must be one of: \(kinds)")
            }
            return kind
        }
    }
    /// Of the database, with its password.
    var databaseAddress: Address? {
        get throws {
            guard let url = try secret(.databaseURL) else { return nil }
            let address = try Address(url)
            guard address.password == nil, let password = try secret(.databasePassword) else { return address }
            return address.with("password", password)
        }
    }
    var composeProject: String { text(.composeProject) ?? "reva" }
    var composeFolder: FilePath? { text(.composeFolder).map { FilePath($0) } }
    var kubernetesNamespace: String { text(.kubernetesNamespace) ?? "reva" }
    var kubernetesContext: String? { text(.kubernetesContext) }
    var kubectl: Kubectl { Kubectl(namespace: kubernetesNamespace, context: kubernetesContext) }
    /// The MCP servers that have an address.
    var toolServers: [(name: String, url: String)] {
        [("release", SettingKey.mcpReleaseURL), ("jira", .mcpJiraURL)]
            .compactMap { name, key in text(key).map { (name, $0) } }
    }
    var redisURL: String? { get throws { try secret(.redisURL) } }
    var postgresBinaries: FilePath? { text(.postgresBinaries).map { FilePath($0) } }
    var host: String { text(.host) ?? "127.0.0.1" }
    var port: Int { get throws { try number(.port, in: 0...65535, standard: 3978) } }
    var restoreLimit: Double { get throws { try Double(number(.restoreLimit, in: 1...10080, standard: 30)) * 60 } }

    var logLevel: Logger.Level {
        get throws {
            guard let text = text(.logLevel) else { return .info }
            guard let level = Logger.Level(rawValue: text.lowercased()) else {
                throw CommandError("log.level is \"\(text)\", and must be one of: \(SettingKey.logLevel.says)")
            }
            return level
        }
    }

    /// The settings of the procedures; the signing key is not among them, for it may have to be made first.
    var recovery: Recovery.Settings {
        get throws {
            var settings = Recovery.Settings()
            let processors = ProcessInfo.processInfo.activeProcessorCount
            let memory = Int(ProcessInfo.processInfo.physicalMemory >> 20)
            settings.jobs = try number(.jobs, in: 1...64, standard: min(processors, 8))
            settings.maintenanceMemory = try number(
                .maintenanceMemory, in: 1...1_048_576, standard: min(max(memory / 16, 64), 2048))
            settings.startLimit = .seconds(try number(.startLimit, in: 1...86400, standard: 120))
            settings.retention.days = try number(.retentionDays, in: 0...36500, standard: 30)
            settings.retention.daily = try number(.retentionDaily, in: 0...3650, standard: 0)
            settings.retention.weekly = try number(.retentionWeekly, in: 0...5200, standard: 0)
            settings.retention.monthly = try number(.retentionMonthly, in: 0...1200, standard: 0)
            settings.retention.yearly = try number(.retentionYearly, in: 0...100, standard: 0)
            settings.retention.limit = try limit
            settings.retention.interval = Double(try number(.backupInterval, in: 1...8760, standard: 24)) * 3600
            settings.version = Reva.version
            return settings
        }
    }

    private var limit: Int? {
        get throws {
            guard let text = text(.retentionLimit) else { return nil }
            guard let match = text.wholeMatch(of: /([0-9]{1,9})\s*([KMGT]?)(?:i?B)?/),
                let number = Int(match.1), number > 0
            else {
                throw CommandError(
                    "retention.limit is \"\(text)\", and must be bytes such as 5G",
                    hints: ["\(SettingKey.retentionLimit.variable)=5G"])
            }
            return number << (["": 0, "K": 10, "M": 20, "G": 30, "T": 40][match.2, default: 0])
        }
    }
}
