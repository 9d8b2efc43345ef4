import Teams

/// Who the bot is in Microsoft's cloud, and who may talk to it.
package struct TeamsRegistration: Sendable {
    package var appID: String
    package var secret: String
    /// The tenant that the registration is in.
    package var tenantID: String
    /// The tenants whose people may talk to the bot.
    package var tenants: Set<String>
    package var cloud: Cloud

    package init(appID: String, secret: String, tenantID: String, tenants: Set<String>, cloud: Cloud) {
        self.appID = appID
        self.secret = secret
        self.tenantID = tenantID
        self.tenants = tenants
        self.cloud = cloud
    }
}
