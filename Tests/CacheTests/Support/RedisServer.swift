import Foundation

@testable import Cache

/// A real Redis on a free port of this machine, which can be killed, stopped for a while, and started again.
///
/// Debian's redis-tools has the server's program under the name of one of its tools, without a service.
final class RedisServer {
    struct Unable: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    private let password: String?
    private var process: Process

    /// Runs `body` with a server, and ends it whatever happens.
    static func with(password: String? = nil, _ body: (RedisServer) async throws -> Void) async throws {
        Foundation.signal(SIGPIPE, SIG_IGN)
        let server = try await RedisServer(password: password)
        defer { server.kill() }
        try await body(server)
    }

    var address: RedisAddress {
        get throws { try RedisAddress("redis://\(password.map { ":\($0)@" } ?? "")127.0.0.1:\(port)") }
    }

    /// A cache with more patience than a busy machine needs.
    func cache() throws -> SharedCache { SharedCache(redis: try address, patience: .seconds(20)) }

    private init(password: String?) async throws {
        port = try Self.freePort()
        self.password = password
        process = try Self.launch(port, password)
        try await waitUntilItAnswers()
    }

    func kill() { if process.isRunning { send(SIGKILL) } }

    /// It is there, and silent.
    func halt() { send(SIGSTOP) }
    func proceed() { send(SIGCONT) }

    func restart() async throws {
        process = try Self.launch(port, password)
        try await waitUntilItAnswers()
    }

    private func send(_ signal: CInt) {
        Foundation.kill(process.processIdentifier, signal)
        if signal == SIGKILL { process.waitUntilExit() }
    }

    private func waitUntilItAnswers() async throws {
        for _ in 0..<600 {
            if (try? RedisConnection(address, patience: .seconds(5)).perform(RedisCommand("PING"))) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Unable(description: "redis-server does not answer on port \(port)")
    }

    private static func launch(_ port: Int, _ password: String?) throws -> Process {
        let programs = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/usr/bin/redis-check-rdb"]
        guard let program = programs.first(where: FileManager.default.isExecutableFile) else {
            throw Unable(description: "there is no redis-server: try scripts/install-packages test")
        }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        // The program is the server when it is called so.
        process.arguments =
            [
                "-c", "exec -a redis-server \"$0\" \"$@\"", program, "--bind", "127.0.0.1", "--port", "\(port)",
                "--save", "",
                "--appendonly", "no",
            ] + (password.map { ["--requirepass", $0] } ?? [])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        try process.run()
        return process
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw Unable(description: "there is no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// Asks again until it is so; whoever waits longer than a minute waits for nothing.
func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<600 {
        if try await isSo() { return true }
        try await Task.sleep(for: .milliseconds(100))
    }
    return false
}
