extension KubernetesOverlay {
    /// The overlay's kustomization.yaml. With Release, Jira and nothing else said, it is that of k8s/overlays/production.
    var kustomization: String {
        ([head, components, configMaps, secrets] + [images, patches].compactMap(\.self)).joined()
    }

    private var head: String {
        """
        # Reva as it runs here: kubectl apply -k this folder, any number of times.
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: reva
        resources:
          - ../../base
          - postgres-data.yaml

        """
    }

    private var components: String {
        let parts: [(String, Bool)] = [
            ("claim-keeper", true), ("release", releaseURL != nil), ("jira", jiraURL != nil),
            ("ollama", ollamaURL == nil),
        ]
        return "components:\n" + parts.filter(\.1).map { "  - ../../components/\($0.0)\n" }.joined()
    }

    private var configMaps: String {
        var text = """
            configMapGenerator:
              - name: claim-template
                files: [postgres-data.yaml]

            """
        if let ollamaURL {
            text += """
                  - name: reva-settings
                    behavior: merge
                    literals: ["REVA_OLLAMA_URL=\(ollamaURL)"]

                """
        }
        return text
    }

    private var secrets: String {
        var sources = [
            ("reva-postgres-admin-password", "files: [password=secrets/postgres-password]"),
            ("reva-signing-key", "files: [signing.key=secrets/signing-key]"),
        ]
        if releaseURL != nil { sources.append(("reva-release", "envs: [secrets/release.env]")) }
        if jiraURL != nil { sources.append(("reva-jira", "envs: [secrets/jira.env]")) }
        return """
            # From files that git never sees. No hash in their names: the runbook names the first.
            secretGenerator:

            """
                + sources.map { name, source in
                    """
                      - name: \(name)
                        \(source)
                        options:
                          disableNameSuffixHash: true

                    """
                }.joined()
    }

    private var images: String? {
        guard image != Self.imageOfManifests else { return nil }
        let name: Substring
        let version: String
        if let at = image.firstIndex(of: "@") {
            (name, version) = (image[..<at], "digest: \"\(image[image.index(after: at)...])\"")
        } else if let colon = image.lastIndex(of: ":"), !image[colon...].contains("/") {
            (name, version) = (image[..<colon], "newTag: \"\(image[image.index(after: colon)...])\"")
        } else {
            (name, version) = (image[...], "newTag: latest")
        }
        return """
            images:
              - name: reva
                newName: "\(name)"
                \(version)

            """
    }

    private var patches: String? {
        guard storageClass != Self.storageClassOfManifests else { return nil }
        return """
            patches:
              - target:
                  kind: PersistentVolumeClaim
                patch: |
                  - op: replace
                    path: /spec/storageClassName
                    value: "\(storageClass)"

            """
    }

    /// The claim of the database, as postgres-data.yaml of the overlay.
    var claim: String {
        """
        # The claim of the database. It is no template of the StatefulSet, for the runbook names it postgres-data, and a template
        # would make that postgres-data-postgres-0.
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: postgres-data
          labels:
            app.kubernetes.io/name: postgres
            app.kubernetes.io/part-of: reva
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: \(storageClass)
          resources:
            requests:
              storage: 10Gi

        """
    }
}
