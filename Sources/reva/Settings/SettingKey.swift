/// One setting: where it is read from follows from its name. `retention.days` is `retention: { days: }` in reva.yaml and
/// `REVA_RETENTION_DAYS` in the environment.
///
/// This table is the one list of settings: docs/settings.md is checked against it.
struct SettingKey: Sendable {
    let name: String
    /// What holds when nobody says anything, as a person would read it.
    let standard: String
    let says: String
    var isSecret = false

    var variable: String {
        "REVA_" + name.replacing(".", with: "_").uppercased()
    }

    static let home = SettingKey(
        name: "home", standard: "/var/lib/reva as root, else ~/.local/share/reva",
        says: "folder for the embedded database, keys and, unless said otherwise, backups")
    static let backups = SettingKey(name: "backups", standard: "backups in the home", says: "folder of the backups")
    static let evidence = SettingKey(
        name: "evidence", standard: "evidence.jsonl in the home",
        says: "file of the evidence: the signed log of what was done")
    static let databaseURL = SettingKey(
        name: "database.url", standard: "the database of the reva up that runs here",
        says: "address of the database, such as postgresql://user:password@host:5432/reva", isSecret: true)
    static let databasePassword = SettingKey(
        name: "database.password", standard: "none",
        says: "the database's password, where its address has none", isSecret: true)
    static let deployment = SettingKey(
        name: "deployment", standard: "found by itself where that is unambiguous",
        says: "where Reva runs: local, compose or kubernetes")
    static let composeProject = SettingKey(
        name: "compose.project", standard: "reva", says: "the project's name in Docker Compose")
    static let composeFolder = SettingKey(
        name: "compose.folder", standard: "where the project was started from, else the current folder",
        says: "folder of compose.yaml")
    static let kubernetesNamespace = SettingKey(
        name: "kubernetes.namespace", standard: "reva", says: "namespace of Reva in Kubernetes")
    static let kubernetesContext = SettingKey(
        name: "kubernetes.context", standard: "kubectl's current one", says: "which of kubectl's contexts is meant")
    static let redisURL = SettingKey(
        name: "redis.url", standard: "none", says: "the cache, such as redis://redis:6379", isSecret: true)
    static let mcpReleaseURL = SettingKey(
        name: "mcp.release.url", standard: "none",
        says: "the MCP server for Digital.ai Release, such as http://release-mcp:8080/mcp")
    static let mcpJiraURL = SettingKey(
        name: "mcp.jira.url", standard: "none", says: "the MCP server for Jira, such as http://jira-mcp:8000/mcp")
    static let postgresBinaries = SettingKey(
        name: "postgres.binaries", standard: "found by itself",
        says: "folder of PostgreSQL's programs (pg_dump, psql; for reva up also initdb, postgres)")
    static let host = SettingKey(name: "host", standard: "127.0.0.1", says: "address that the server listens on")
    static let port = SettingKey(
        name: "port", standard: "3978", says: "port that the server listens on; 0 takes a free one")
    static let jobs = SettingKey(
        name: "jobs", standard: "one for each processor, at most 8",
        says: "how many programs read or load a database side by side")
    static let maintenanceMemory = SettingKey(
        name: "maintenance.memory", standard: "a sixteenth of this machine's memory, 64 to 2048",
        says: "MiB that one index build may use on the database server during a restore")
    static let startLimit = SettingKey(
        name: "start.limit", standard: "120",
        says: "seconds that the application may take to become healthy after a restore before it is swapped back")
    static let retentionDays = SettingKey(
        name: "retention.days", standard: "30", says: "days for which every backup is kept")
    static let retentionDaily = SettingKey(
        name: "retention.daily", standard: "0", says: "how many days' newest proven backups are kept beyond that")
    static let retentionWeekly = SettingKey(
        name: "retention.weekly", standard: "0", says: "how many weeks' newest proven backups are kept")
    static let retentionMonthly = SettingKey(
        name: "retention.monthly", standard: "0", says: "how many months' newest proven backups are kept")
    static let retentionYearly = SettingKey(
        name: "retention.yearly", standard: "0", says: "how many years' newest proven backups are kept")
    static let retentionLimit = SettingKey(
        name: "retention.limit", standard: "none",
        says: "bytes that all backups together may take; K, M, G, T may follow")
    static let backupInterval = SettingKey(
        name: "backup.interval", standard: "24", says: "hours between backups")
    static let backupAt = SettingKey(
        name: "backup.at", standard: "02:00", says: "time of day in UTC at which one of them is planned")
    static let backupLimit = SettingKey(
        name: "backup.limit", standard: "backup.interval",
        says: "hours that the newest proven backup may be old (RPO)")
    static let copyTo = SettingKey(
        name: "copy.to", standard: "none",
        says: "second place for backups: a folder's whole path, or a remote of rclone such as s3:bucket/reva")
    static let copyRequired = SettingKey(
        name: "copy.required", standard: "false",
        says: "true lets only backups that were copied there count for the RPO")
    static let metricsFile = SettingKey(
        name: "metrics.file", standard: "none",
        says: "file that reva status writes its metrics into, for node_exporter's collector of text files")
    static let restoreLimit = SettingKey(
        name: "restore.limit", standard: "30", says: "minutes that a restore may take (RTO)")
    static let releaseURL = SettingKey(
        name: "release.url", standard: "http://127.0.0.1:5516",
        says: "address of Digital.ai Release, with the path it is served at if it has one")
    static let releaseToken = SettingKey(
        name: "release.token", standard: "none",
        says: "personal access token for Digital.ai Release; callers with a token of their own act by that",
        isSecret: true)
    static let releaseUser = SettingKey(
        name: "release.user", standard: "none", says: "name to sign in to Release with, where there is no token")
    static let releasePassword = SettingKey(
        name: "release.password", standard: "none", says: "password of release.user", isSecret: true)
    static let releaseReadOnly = SettingKey(
        name: "release.readonly", standard: "false", says: "true offers only the tools that change nothing")
    static let releaseFolders = SettingKey(
        name: "release.folders", standard: "all",
        says: "folders of Release that tools may touch: paths or ids, separated by commas")
    static let releaseTools = SettingKey(
        name: "release.tools", standard: "all", says: "names of the tools that are offered, separated by commas")
    static let releaseCertificates = SettingKey(
        name: "release.certificates", standard: "those of the system",
        says: "file of certificates (PEM) that the connection to Digital.ai Release is trusted by")
    static let releaseHosts = SettingKey(
        name: "release.hosts", standard: "localhost, 127.0.0.1, [::1], release-mcp",
        says: "names that reva mcp release is called by beside these, separated by commas; * allows every one")
    static let releaseWebhookSecret = SettingKey(
        name: "release.webhook.secret", standard: "none",
        says: "secret that signs the events of Release's webhook", isSecret: true)
    static let alarmName = SettingKey(
        name: "alarm.name", standard: "this machine's name, or the namespace in Kubernetes",
        says: "what this Reva is called in alarms")
    static let alarmTeamsURL = SettingKey(
        name: "alarm.teams.url", standard: "none",
        says: "address of a workflow of Teams that posts alarms into a chat or channel", isSecret: true)
    static let alarmWebhookURL = SettingKey(
        name: "alarm.webhook.url", standard: "none", says: "address that alarms are sent to as JSON", isSecret: true)
    static let alarmWebhookSecret = SettingKey(
        name: "alarm.webhook.secret", standard: "none",
        says: "secret that signs them: whsec_ and base64, or any text", isSecret: true)
    static let alarmHeartbeatURL = SettingKey(
        name: "alarm.heartbeat.url", standard: "none",
        says: "address that is asked after each proven backup, and raises an alarm when that stops", isSecret: true)
    static let alarmRepeat = SettingKey(
        name: "alarm.repeat", standard: "24", says: "hours after which an alarm about the same trouble is sent again")
    static let modelName = SettingKey(
        name: "model.name", standard: "none",
        says: "the language model that answers, such as qwen3:8b; without one there are plain commands only")
    static let modelKind = SettingKey(
        name: "model.kind", standard: "ollama", says: "what the model's server speaks: ollama or openai")
    static let modelURL = SettingKey(
        name: "model.url", standard: "that of ollama.url",
        says: "the model's server; with its version for openai, as in http://127.0.0.1:8080/v1")
    static let ollamaURL = SettingKey(
        name: "ollama.url", standard: "http://127.0.0.1:11434",
        says: "where Ollama is, which answers unless model.url says otherwise")
    static let modelKey = SettingKey(
        name: "model.key", standard: "none", says: "key that the model's server wants", isSecret: true)
    static let modelContext = SettingKey(
        name: "model.context", standard: "8192", says: "tokens that a question and its answer may have together")
    static let modelParallel = SettingKey(
        name: "model.parallel", standard: "4", says: "how many questions the model is asked at a time")
    static let embeddingModel = SettingKey(
        name: "embedding.model", standard: "none",
        says: "the model at the same server that finds memories by their meaning; without one by their words")
    static let toolsPolicy = SettingKey(
        name: "tools.policy", standard: "none",
        says: "file (YAML) that says which tools change something and who may approve them")
    static let teamsAppID = SettingKey(
        name: "teams.app.id", standard: "none", says: "app id of the bot's registration at Microsoft")
    static let teamsAppSecret = SettingKey(
        name: "teams.app.secret", standard: "none", says: "client secret of the registration", isSecret: true)
    static let teamsAppTenant = SettingKey(
        name: "teams.app.tenant", standard: "the first of teams.tenants",
        says: "id of the tenant that the registration is in")
    static let teamsTenants = SettingKey(
        name: "teams.tenants", standard: "teams.app.tenant",
        says: "ids of the tenants whose people may talk to Reva, separated by commas")
    static let teamsCloud = SettingKey(
        name: "teams.cloud", standard: "public", says: "which of Microsoft's clouds: public or usgovernment")
    static let teamsMetadataURL = SettingKey(
        name: "teams.metadata.url", standard: "that of teams.cloud",
        says: "OpenID metadata with the keys of what Teams sends")
    static let teamsIssuer = SettingKey(
        name: "teams.issuer", standard: "that of teams.cloud", says: "who issues the tokens of what Teams sends")
    static let teamsLoginURL = SettingKey(
        name: "teams.login.url", standard: "that of teams.cloud", says: "where Reva signs in to Microsoft")
    static let teamsServiceURL = SettingKey(
        name: "teams.service.url", standard: "that of teams.cloud",
        says: "where notifications go until Teams has named a conversation's own address")
    static let logLevel = SettingKey(
        name: "log.level", standard: "info, for reva up warning",
        says: "trace, debug, info, notice, warning, error or critical")

    static let all = [
        home, backups, evidence, deployment, databaseURL, databasePassword, postgresBinaries, composeProject,
        composeFolder,
        kubernetesNamespace, kubernetesContext, redisURL, mcpReleaseURL, mcpJiraURL, host, port, jobs,
        maintenanceMemory, startLimit,
        retentionDays, retentionDaily, retentionWeekly, retentionMonthly, retentionYearly, retentionLimit,
        backupInterval, backupAt, backupLimit, restoreLimit, copyTo, copyRequired, metricsFile, releaseURL,
        releaseToken, releaseUser, releasePassword, releaseReadOnly, releaseFolders, releaseTools,
        releaseCertificates, releaseHosts, releaseWebhookSecret, alarmName, alarmTeamsURL, alarmWebhookURL,
        alarmWebhookSecret, alarmHeartbeatURL, alarmRepeat, modelName, modelKind, modelURL, ollamaURL, modelKey,
        modelContext,
        modelParallel, embeddingModel, toolsPolicy, teamsAppID, teamsAppSecret, teamsAppTenant, teamsTenants,
        teamsCloud, teamsMetadataURL, teamsIssuer, teamsLoginURL, teamsServiceURL, logLevel,
    ]
}
