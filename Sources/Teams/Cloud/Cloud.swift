/// The addresses and names of Microsoft's cloud; every one of them can be another's, as a stand-in's.
package struct Cloud: Sendable {
    /// Where the keys of inbound tokens are announced (OpenID metadata).
    package var metadataURL: String
    /// Who issues inbound tokens.
    package var issuer: String
    /// Where outbound tokens are asked for; `/<tenant>/oauth2/v2.0/token` is added.
    package var loginURL: String
    /// What outbound tokens are for.
    package var scope: String
    /// Where to speak first in a conversation whose own service URL is not trusted.
    package var serviceURL: ServiceURL

    package init(metadataURL: String, issuer: String, loginURL: String, scope: String, serviceURL: ServiceURL) {
        self.metadataURL = metadataURL
        self.issuer = issuer
        self.loginURL = loginURL
        self.scope = scope
        self.serviceURL = serviceURL
    }

    package static let `public` = Cloud(
        metadataURL: "https://login.botframework.com/v1/.well-known/openidconfiguration",
        issuer: "https://api.botframework.com", loginURL: "https://login.microsoftonline.com",
        scope: "https://api.botframework.com/.default",
        serviceURL: ServiceURL(base: "https://smba.trafficmanager.net/teams"))

    package static let usGovernment = Cloud(
        metadataURL: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        issuer: "https://api.botframework.us", loginURL: "https://login.microsoftonline.us",
        scope: "https://api.botframework.us/.default",
        serviceURL: ServiceURL(base: "https://smba.infra.gov.teams.microsoft.us/teams"))
}
