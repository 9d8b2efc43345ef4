import Foundation
import Testing

/// Who may import what. ARCHITECTURE.md has the same table, with the reasons.
@Suite struct ImportTests {
    /// Modules that each target may import beside those of the toolchain.
    static let allowed: [String: Set<String>] = [
        "CDeflate": [],
        "CHiredis": [],
        "CLinux": [],
        "CPostgres": [],
        "CXXHash": [],
        "CZlib": [],
        "Postgres": ["CPostgres", "Logging"],
        "Health": [],
        "JSONValues": [],
        "LanguageModel": ["JSONValues", "AsyncHTTPClient", "NIOCore"],
        "OllamaStandIn": ["Hummingbird", "Logging"],
        "Records": ["Postgres", "Logging"],
        "Archive": ["CDeflate", "CLinux", "CXXHash", "CZlib", "JSONValues", "Crypto"],
        "Cache": ["CHiredis"],
        "Alarms": ["AsyncHTTPClient", "Crypto", "NIOCore", "SystemPackage"],
        "Deployment": [
            "Cache", "Health", "AsyncHTTPClient", "Logging", "NIOCore", "NIOSSL", "Subprocess", "SystemPackage",
        ],
        "Recovery": ["Archive", "Deployment", "Health", "Crypto", "SystemPackage"],
        "Teams": ["JSONValues", "AsyncHTTPClient", "JWTKit", "Logging", "NIOCore"],
        "TeamsStandIn": ["AsyncHTTPClient", "Crypto", "CryptoExtras", "Hummingbird", "Logging", "NIOCore"],
        "Server": [
            "JSONValues", "Assistant", "Health", "MCP", "Records", "Teams", "AsyncHTTPClient", "Crypto", "Hummingbird",
            "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle",
        ],
        "MCP": [
            "JSONValues", "AsyncHTTPClient", "Hummingbird", "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle",
            "Subprocess",
            "SystemPackage",
        ],
        "ReleaseTools": [
            "JSONValues", "MCP", "AsyncHTTPClient", "Hummingbird", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
            "NIOSSL",
        ],
        "ReleaseDemo": [
            "AsyncHTTPClient", "Crypto", "Hummingbird", "Logging", "NIOCore", "ServiceLifecycle",
        ],
        "Assistant": ["Cache", "JSONValues", "LanguageModel", "MCP", "Records", "Crypto", "Logging"],
        "reva": [
            "Alarms", "Archive", "Assistant", "Cache", "Deployment", "Health", "JSONValues", "LanguageModel", "MCP",
            "Postgres", "Records", "Recovery", "ReleaseDemo", "ReleaseTools", "Server", "Teams", "TeamsStandIn",
            "ArgumentParser", "Configuration", "Logging", "NIOCore", "ServiceLifecycle", "SystemPackage",
            "UnixSignals", "Yams",
        ],
    ]

    /// What comes with Swift, and no table need allow.
    static let toolchain: Set = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
    ]

    @Test("a target imports only what the table allows it", arguments: allowed.keys.sorted())
    func imports(target: String) throws {
        let permitted = Self.toolchain.union(Self.allowed[target] ?? [])
        for source in try SourceTree.swiftFiles(of: target) {
            for module in ImportLine.modules(in: try source.text()) where !permitted.contains(module) {
                Issue.record("\(source.path) imports \(module)")
            }
        }
    }

    @Test("the table allows nothing that nobody uses", arguments: allowed.keys.sorted())
    func nothingInVain(target: String) throws {
        let used = try Set(SourceTree.swiftFiles(of: target).flatMap { ImportLine.modules(in: try $0.text()) })
        #expect((Self.allowed[target] ?? []).subtracting(used).isEmpty)
    }

    @Test("every target is in the table, and every line of it is a target")
    func targets() throws {
        #expect(try SourceTree.targets() == Self.allowed.keys.sorted())
    }

    @Test("ARCHITECTURE.md has the same table")
    func document() throws {
        let rows = try SourceTree.architectureTable()
        #expect(Dictionary(rows, uniquingKeysWith: { first, _ in first }) == Self.allowed)
        #expect(rows.count == Self.allowed.count, "a target has two lines")
    }

    @Test("a module of C holds no Swift code", arguments: ["CDeflate", "CLinux", "CPostgres", "CXXHash", "CZlib"])
    func modulesOfC(target: String) throws {
        #expect(try SourceTree.swiftFiles(of: target).isEmpty)
    }

    @Test(
        "finds the module of every kind of import",
        arguments: [
            ("import Foundation", ["Foundation"]),
            ("    import Glibc // for flock", ["Glibc"]),
            ("@testable import Archive", ["Archive"]),
            ("@preconcurrency import Foundation", ["Foundation"]),
            ("@_spi(Internals) @preconcurrency package import NIOCore", ["NIOCore"]),
            ("public import struct Foundation.Date", ["Foundation"]),
            ("import Subprocess.Platform", ["Subprocess"]),
            ("import Crypto; import Logging", ["Crypto", "Logging"]),
            ("#if canImport(Glibc)", []),
            ("// import Foundation", []),
            ("/// import nothing", []),
            ("let important = 1", []),
        ])
    func lines(line: String, modules: [String]) {
        #expect(ImportLine.modules(in: line) == modules)
    }
}
