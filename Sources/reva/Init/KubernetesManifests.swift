/// Base and components of k8s/: Init/Files links to the files of the source tree, and the build puts their content into
/// the program. A test holds this list against the tree.
enum KubernetesManifests {
    static var all: [DeploymentFile] {
        [link] + sources.map { DeploymentFile(path: $0.path, content: $0.content) }
    }

    /// The name by which the runbook knows the file; a link in the source tree.
    private static var link: DeploymentFile {
        DeploymentFile(path: "k8s/db-backup-cronjob.yaml", content: PackageResources.k8s_base_db_backup_cronjob_yaml)
    }

    private static let sources: [(path: String, content: [UInt8])] = [
        ("k8s/base/db-backup-cronjob.yaml", PackageResources.k8s_base_db_backup_cronjob_yaml),
        ("k8s/base/db-backups.yaml", PackageResources.k8s_base_db_backups_yaml),
        ("k8s/base/kustomization.yaml", PackageResources.k8s_base_kustomization_yaml),
        ("k8s/base/namespace.yaml", PackageResources.k8s_base_namespace_yaml),
        ("k8s/base/network-policy.yaml", PackageResources.k8s_base_network_policy_yaml),
        ("k8s/base/postgres.yaml", PackageResources.k8s_base_postgres_yaml),
        ("k8s/base/recovery-rights.yaml", PackageResources.k8s_base_recovery_rights_yaml),
        ("k8s/base/redis.yaml", PackageResources.k8s_base_redis_yaml),
        ("k8s/base/reva.yaml", PackageResources.k8s_base_reva_yaml),
        ("k8s/base/settings.env", PackageResources.k8s_base_settings_env),
        ("k8s/components/claim-keeper/claim-keeper.sh", PackageResources.k8s_components_claim_keeper_claim_keeper_sh),
        (
            "k8s/components/claim-keeper/claim-keeper.yaml",
            PackageResources.k8s_components_claim_keeper_claim_keeper_yaml
        ),
        (
            "k8s/components/claim-keeper/kustomization.yaml",
            PackageResources.k8s_components_claim_keeper_kustomization_yaml
        ),
        ("k8s/components/jira/kustomization.yaml", PackageResources.k8s_components_jira_kustomization_yaml),
        ("k8s/components/jira/sidecar.yaml", PackageResources.k8s_components_jira_sidecar_yaml),
        ("k8s/components/ollama/kustomization.yaml", PackageResources.k8s_components_ollama_kustomization_yaml),
        ("k8s/components/ollama/ollama.yaml", PackageResources.k8s_components_ollama_ollama_yaml),
        ("k8s/components/release/kustomization.yaml", PackageResources.k8s_components_release_kustomization_yaml),
        ("k8s/components/release/sidecar.yaml", PackageResources.k8s_components_release_sidecar_yaml),
        ("k8s/components/time-zone/kustomization.yaml", PackageResources.k8s_components_time_zone_kustomization_yaml),
    ]
}
