#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Settings of a private server, written to `reva.conf` in its data folder at every start.
package struct PostgresSettings: Sendable, Hashable {
    /// PostgreSQL's own names and spellings; later assignments win over what we choose.
    package var values: [String: String]

    package init(values: [String: String] = [:]) {
        self.values = values
    }

    /// For a server that keeps data, on a machine of so many bytes of memory and so many processors.
    /// Half of what a dedicated database machine would take: a language model wants the rest.
    package static func sized(memory: Int, processors: Int) -> PostgresSettings {
        let mebibytes = memory >> 20
        return PostgresSettings(values: [
            "shared_buffers": "\((mebibytes / 8).clamped(to: 32...1024))MB",
            "effective_cache_size": "\((mebibytes / 2).clamped(to: 128...65_536))MB",
            "maintenance_work_mem": "\((mebibytes / 16).clamped(to: 32...1024))MB",
            "work_mem": "\((mebibytes / 256).clamped(to: 4...64))MB",
            "max_connections": "100",
            "max_worker_processes": "\(max(8, processors * 2))",
            "max_parallel_workers": "\(max(2, processors))",
            "max_parallel_maintenance_workers": "\(processors.clamped(to: 1...4))",
            "max_wal_size": "2GB",
            "min_wal_size": "80MB",
            "wal_compression": "on",
            "checkpoint_completion_target": "0.9",
        ])
    }

    /// For this machine, within the limits of our control group.
    package static var sizedToThisMachine: PostgresSettings {
        let pages = sysconf(CInt(_SC_PHYS_PAGES))
        let pageSize = sysconf(CInt(_SC_PAGESIZE))
        var memory = pages > 0 && pageSize > 0 ? pages * pageSize : 1 << 30
        if let limit = FileManager.default.contents(atPath: "/sys/fs/cgroup/memory.max"),
            let bytes = Int(String(decoding: limit, as: UTF8.self).filter(\.isNumber))
        {
            memory = min(memory, bytes)
        }
        return sized(memory: memory, processors: max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))))
    }

    /// For a server whose data nobody will miss: nothing is forced to disk, a power cut ruins it.
    package static let throwAway = PostgresSettings(values: [
        "shared_buffers": "64MB",
        "maintenance_work_mem": "128MB",
        "max_connections": "100",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "1GB",
        "autovacuum": "off",
    ])

    package func overridden(by other: [String: String]) -> PostgresSettings {
        PostgresSettings(values: values.merging(other) { _, new in new })
    }

    /// The file's text: a value is quoted, with quotes and backslashes doubled as PostgreSQL's scanner wants.
    var fileContent: String {
        var text = "# Written by reva at every start of this server: changes here are lost.\n"
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            let quoted =
                value
                .replacingOccurrences(of: "\\", with: "\\\\", options: .literal)
                .replacingOccurrences(of: "'", with: "''", options: .literal)
            text += "\(name) = '\(quoted)'\n"
        }
        return text
    }
}

extension Comparable {
    fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
