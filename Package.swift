// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "reva",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        // For the policy of tools, and for tests that read manifests; swift-configuration brings it along.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // A target exists only where an import must be impossible; ARCHITECTURE.md says which, a test holds it.
        .systemLibrary(name: "CDeflate"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CXXHash"),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "CHiredis"),
        .systemLibrary(
            name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(
            name: "Postgres",
            dependencies: ["CPostgres", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict + [.strictMemorySafety()]),
        .target(
            name: "Records",
            dependencies: ["Postgres", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .target(name: "Health", swiftSettings: strict),
        .target(name: "JSONValues", swiftSettings: strict),
        .target(name: "Cache", dependencies: ["CHiredis"], swiftSettings: strict),
        .target(
            name: "Alarms",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "LanguageModel",
            dependencies: [
                "JSONValues",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "OllamaStandIn",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "Archive",
            dependencies: [
                "CDeflate", "CLinux", "CXXHash", "CZlib", "JSONValues",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "Server",
            dependencies: [
                "Assistant", "Health", "JSONValues", "MCP", "Records", "Teams",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "Deployment",
            dependencies: [
                "Cache", "Health",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "Recovery",
            dependencies: [
                "Archive", "Deployment", "Health",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "MCP",
            dependencies: [
                "JSONValues",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "ReleaseTools",
            dependencies: [
                "JSONValues", "MCP",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(
            name: "ReleaseDemo",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "Teams",
            dependencies: [
                "JSONValues",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "TeamsStandIn",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "Assistant",
            dependencies: [
                "Cache", "JSONValues", "LanguageModel", "MCP", "Records",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "reva",
            dependencies: [
                "Alarms", "Archive", "Assistant", "Cache", "Deployment", "Health", "JSONValues", "LanguageModel",
                "MCP", "Postgres", "Records", "Recovery", "ReleaseDemo", "ReleaseTools", "Server", "Teams",
                "TeamsStandIn",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            // Embedded, so that the program is one file; links, so that there is one source.
            resources: [.embedInCode("Init/Files")],
            swiftSettings: strict),
        .target(
            name: "PostgresTesting",
            dependencies: [
                "Deployment",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/PostgresTesting", swiftSettings: strict),
        .target(
            name: "RevaTesting",
            dependencies: [
                "JSONValues", "PostgresTesting",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/RevaTesting", swiftSettings: strict),
        .target(
            name: "DeploymentTesting",
            dependencies: [
                "Deployment", "PostgresTesting", .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/DeploymentTesting", swiftSettings: strict),
        .testTarget(
            name: "ArchiveTests", dependencies: ["Archive", "CDeflate", "CZlib"], resources: [.copy("Dumps")],
            swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "DeploymentTests",
            dependencies: [
                "Deployment", "PostgresTesting", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MCPTests",
            dependencies: [
                "JSONValues", "MCP",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Peers")], swiftSettings: strict),
        .testTarget(
            name: "PostgresTests",
            dependencies: [
                "Deployment", "Postgres", "PostgresTesting", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DeploymentFilesTests",
            dependencies: [
                "reva", "RevaTesting", .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ComposeTests",
            dependencies: [
                "reva", "Deployment", "DeploymentTesting", "Health", "PostgresTesting", "RevaTesting",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Ollama"], resources: [.copy("Runbook")], swiftSettings: strict),
        .testTarget(
            name: "ManifestTests",
            dependencies: [
                "reva", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"), .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "KubernetesTests",
            dependencies: [
                "reva", "Deployment", "DeploymentTesting", "PostgresTesting", "RevaTesting",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Runbook")], swiftSettings: strict),
        .target(
            name: "JSONTesting", dependencies: ["JSONValues", "PostgresTesting"], path: "Tests/JSONTesting",
            swiftSettings: strict),
        .testTarget(
            name: "JSONValuesTests", dependencies: ["JSONTesting", "JSONValues", "PostgresTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "AssistantTests",
            dependencies: [
                "Assistant", "Cache", "JSONValues", "LanguageModel", "MCP", "OllamaStandIn", "Postgres",
                "PostgresTesting",
                "Records", "ReleaseDemo", "ReleaseTools",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(name: "CacheTests", dependencies: ["Cache", "PostgresTesting"], swiftSettings: strict),
        .testTarget(name: "HealthTests", dependencies: ["Health"], swiftSettings: strict),
        .testTarget(
            name: "AlarmsTests",
            dependencies: [
                "Alarms", "JSONValues", "PostgresTesting", "RevaTesting",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LanguageModelTests",
            dependencies: [
                "JSONValues", "LanguageModel", "OllamaStandIn", "PostgresTesting",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Peers"], swiftSettings: strict),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Alarms", "Assistant", "Deployment", "Health", "JSONValues", "LanguageModel", "MCP", "OllamaStandIn",
                "Postgres", "PostgresTesting", "Records", "ReleaseDemo", "ReleaseTools", "RevaTesting", "Server",
                "Teams", "TeamsStandIn",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "PostgresTesting"], swiftSettings: strict),
        .testTarget(
            name: "RecoveryTests",
            dependencies: [
                "Archive", "Deployment", "Health", "Postgres", "PostgresTesting", "Recovery",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Samples")], swiftSettings: strict),
        .testTarget(
            name: "TeamsTests",
            dependencies: [
                "JSONTesting", "JSONValues", "PostgresTesting", "RevaTesting", "Teams", "TeamsStandIn",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Peers"], swiftSettings: strict),
        .testTarget(
            name: "ReleaseTests",
            dependencies: [
                "JSONValues", "reva", "MCP", "ReleaseDemo", "ReleaseTools",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Peers")], swiftSettings: strict),
        .testTarget(
            name: "RevaTests",
            dependencies: [
                "reva", "Archive", "Deployment", "DeploymentTesting", "OllamaStandIn", "PostgresTesting", "RevaTesting",
                "TeamsStandIn", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
    ]
)
