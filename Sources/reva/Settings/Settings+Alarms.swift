import Alarms
import Foundation
import SystemPackage

extension Settings {
    /// Seconds after which a trouble is told again.
    var alarmRepetition: TimeInterval {
        get throws { Double(try number(.alarmRepeat, in: 1...8760, standard: 24)) * 3600 }
    }

    /// The addresses that are set, by their keys.
    var alarmAddresses: [String: String] {
        get throws {
            try [SettingKey.alarmTeamsURL, .alarmWebhookURL, .alarmHeartbeatURL].reduce(into: [:]) { found, key in
                guard let text = try secret(key) else { return }
                guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host()?.isEmpty == false
                else {
                    // Not shown: what is nearly an address may have the secret in it.
                    throw CommandError(
                        "\(key.name) is no address of http or https", hints: ["check \(key.variable), or its file"])
                }
                found[key.name] = text
            }
        }
    }

    /// Whoever is told how Reva is.
    /// - Parameters:
    ///   - name: what this Reva is called when nobody says otherwise.
    ///   - folder: the one of the backups, which all runs share.
    func alarms(of name: String, in folder: FilePath) throws -> Alarms {
        let addresses = try alarmAddresses
        var receivers: [any AlarmReceiver] = []
        if let url = addresses[SettingKey.alarmTeamsURL.name] { receivers.append(TeamsWorkflow(url: url)) }
        if let url = addresses[SettingKey.alarmWebhookURL.name] {
            receivers.append(SignedWebhook(url: url, secret: try secret(.alarmWebhookSecret)))
        }
        return Alarms(
            installation: text(.alarmName) ?? name, receivers: receivers,
            heartbeat: addresses[SettingKey.alarmHeartbeatURL.name].map { Heartbeat(url: $0) },
            repetition: try alarmRepetition, book: folder.appending(Alarms.bookName))
    }
}
