import Server
import Teams

extension Settings {
    /// Who the bot is in Microsoft's cloud; nil when no app id is set.
    /// - Throws: `CommandError` when only a part of it is set, or an address is none.
    var teamsRegistration: TeamsRegistration? {
        get throws {
            guard let appID = text(.teamsAppID) else { return nil }
            guard let secret = try secret(.teamsAppSecret), !secret.isEmpty else {
                throw CommandError(
                    "teams.app.id is set, and teams.app.secret is not",
                    hints: ["\(SettingKey.teamsAppSecret.variable)_FILE names a file whose first line it is"])
            }
            let tenants = list(.teamsTenants)
            guard let tenant = text(.teamsAppTenant) ?? tenants.first else {
                throw CommandError(
                    "teams.app.id is set, and no tenant is allowed to use the bot",
                    hints: ["\(SettingKey.teamsTenants.variable)=00000000-0000-0000-0000-000000000000"])
            }
            return TeamsRegistration(
                appID: appID, secret: secret, tenantID: tenant, tenants: Set(tenants.isEmpty ? [tenant] : tenants),
                cloud: try teamsCloud)
        }
    }

    private var teamsCloud: Cloud {
        get throws {
            var cloud: Cloud
            switch text(.teamsCloud)?.lowercased() ?? "public" {
            case "public": cloud = .public
            case "usgovernment": cloud = .usGovernment
            case let other:
                throw CommandError("teams.cloud is \"\(other)\", and must be public or usgovernment")
            }
            cloud.metadataURL = text(.teamsMetadataURL) ?? cloud.metadataURL
            cloud.issuer = text(.teamsIssuer) ?? cloud.issuer
            cloud.loginURL = text(.teamsLoginURL) ?? cloud.loginURL
            if let address = text(.teamsServiceURL) {
                guard let url = ServiceURL(address) else {
                    throw CommandError(
                        "teams.service.url is \"\(address)\", and must be an https address",
                        hints: ["http is allowed to this machine only"])
                }
                cloud.serviceURL = url
            }
            return cloud
        }
    }
}
