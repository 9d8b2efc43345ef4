/// One object of Kubernetes, as far as the tests look at it.
struct Manifest: Decodable {
    struct Metadata: Decodable {
        let name: String?
        let namespace: String?
        let labels: [String: String]?
        let annotations: [String: String]?
    }

    struct Rule: Decodable, Equatable {
        var apiGroups: [String]
        var resources: [String]
        var resourceNames: [String]?
        var verbs: [String]
    }

    struct Subject: Decodable {
        let name: String
        let namespace: String?
    }

    let kind: String
    let metadata: Metadata
    let spec: Spec?
    let data: [String: String]?
    let rules: [Rule]?
    let subjects: [Subject]?

    struct Spec: Decodable {
        struct Resources: Decodable { let requests: [String: String]? }
        struct JobTemplate: Decodable {
            struct Job: Decodable {
                let template: Template
                let backoffLimit: Int?
                let activeDeadlineSeconds: Int?
                let ttlSecondsAfterFinished: Int?
            }
            let spec: Job
        }
        let template: Template?
        let jobTemplate: JobTemplate?
        let schedule: String?
        let concurrencyPolicy: String?
        let startingDeadlineSeconds: Int?
        let podManagementPolicy: String?
        let storageClassName: String?
        let resources: Resources?
    }

    struct Template: Decodable {
        let metadata: Metadata
        let spec: Pod
    }

    var name: String { metadata.name ?? "" }
    var template: Template? { spec?.template ?? spec?.jobTemplate?.spec.template }
    var pod: Pod? { template?.spec }
}

struct Pod: Decodable {
    struct Security: Decodable {
        struct Profile: Decodable { let type: String }
        let runAsNonRoot: Bool?
        let runAsUser: Int?
        let fsGroup: Int?
        let seccompProfile: Profile?
    }

    struct Volume: Decodable {
        struct Claim: Decodable { let claimName: String }
        struct Source: Decodable {
            let secretName: String?
            let name: String?
        }
        let name: String
        let persistentVolumeClaim: Claim?
        let secret: Source?
        let configMap: Source?
    }

    let serviceAccountName: String?
    let automountServiceAccountToken: Bool?
    let enableServiceLinks: Bool?
    let securityContext: Security?
    let initContainers: [Container]?
    let containers: [Container]
    let volumes: [Volume]?

    var all: [Container] { (initContainers ?? []) + containers }
}

struct Container: Decodable {
    struct Variable: Decodable {
        struct Source: Decodable {
            struct Key: Decodable {
                let name: String
                let key: String
            }
            let secretKeyRef: Key?
        }
        let name: String
        let value: String?
        let valueFrom: Source?
    }

    struct Group: Decodable {
        struct Reference: Decodable {
            let name: String
            let optional: Bool?
        }
        let configMapRef: Reference?
        let secretRef: Reference?
    }

    struct Resources: Decodable {
        let requests: [String: String]?
        let limits: [String: String]?
    }

    struct Security: Decodable {
        struct Capabilities: Decodable { let drop: [String]? }
        let allowPrivilegeEscalation: Bool?
        let readOnlyRootFilesystem: Bool?
        let capabilities: Capabilities?
    }

    struct Mount: Decodable {
        let name: String
        let mountPath: String
    }

    struct Probe: Decodable {
        struct Request: Decodable { let path: String }
        let httpGet: Request?
    }

    let name: String
    let image: String
    let imagePullPolicy: String?
    let command: [String]?
    let args: [String]?
    let env: [Variable]?
    let envFrom: [Group]?
    let resources: Resources?
    let securityContext: Security?
    let volumeMounts: [Mount]?
    let startupProbe: Probe?
    let livenessProbe: Probe?
    let readinessProbe: Probe?
}
