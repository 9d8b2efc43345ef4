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
import SystemPackage

extension PostgresInstallation {
    /// The oldest major version whose dumps and SQL we are tested with.
    package static let oldestSupportedMajor = 15

    /// Where packages put PostgreSQL; `*` stands for one path component.
    package static let customaryFolders: [FilePath] = [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib64/pgsql/bin", "/usr/local/pgsql/bin",
        "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ]

    /// The customary bin folders that exist here, whatever they hold.
    package static var customaryInstallations: [FilePath] { customaryFolders.flatMap(expand) }

    /// Finds the PostgreSQL to run.
    ///
    /// - Parameters:
    ///   - explicit: A bin folder somebody named: it alone is looked at.
    ///   - home: Our own folder, whose `postgres/*/bin` may hold an embedded PostgreSQL.
    ///   - searchPath: The value of `PATH`; links in it are followed to the programs' own folder.
    ///   - folders: Where else to look.
    ///   - requiringVector: Whether an installation without pgvector is refused.
    /// - Returns: The newest installed one with pgvector; else the newest embedded one with pgvector; else, unless
    ///   pgvector is required, the newest one.
    package static func find(
        explicit: FilePath? = nil, home: FilePath? = nil, searchPath: String? = nil,
        folders: [FilePath] = customaryFolders, requiringVector: Bool = true
    ) async throws(PostgresServerError) -> PostgresInstallation {
        if let explicit {
            let named = try await inspect(explicit)
            if let fault = named.fault(requiringVector: requiringVector) {
                throw PostgresServerError(.noInstallation, "\(named) cannot be used: \(fault)", hints: [advice])
            }
            return named
        }
        let installed = folders.flatMap(expand) + (searchPath.map(binFolders(onSearchPath:)) ?? [])
        let embedded = home.map { expand($0.appending("postgres/*/bin")) } ?? []
        var seen: Set<String> = []
        var found: [PostgresInstallation] = []
        var usable: [(installation: PostgresInstallation, isEmbedded: Bool)] = []
        for (folder, isEmbedded) in installed.map({ ($0, false) }) + embedded.map({ ($0, true) }) {
            guard seen.insert(resolved(folder.string) ?? folder.string).inserted,
                let candidate = try? await inspect(folder)
            else { continue }
            found.append(candidate)
            if candidate.fault(requiringVector: requiringVector) == nil { usable.append((candidate, isEmbedded)) }
        }
        let best = usable.max { left, right in
            rank(left.installation, isEmbedded: left.isEmbedded)
                < rank(right.installation, isEmbedded: right.isEmbedded)
        }
        guard let best else { throw nothingFits(found: found, requiringVector: requiringVector) }
        return best.installation
    }

    private static func rank(_ installation: PostgresInstallation, isEmbedded: Bool) -> (Int, Int, PostgresVersion) {
        (installation.hasVector ? 1 : 0, isEmbedded ? 0 : 1, installation.version)
    }

    /// Why it does not fit, in words that follow a colon; nil when it does.
    private func fault(requiringVector: Bool) -> String? {
        if version.major < Self.oldestSupportedMajor { return "it is older than \(Self.oldestSupportedMajor)" }
        if requiringVector, !hasVector { return "it lacks the extension pgvector" }
        return nil
    }

    private static let advice =
        "run `make run` in the sources of Reva, which installs one, or install pgvector (on Debian and Ubuntu the package postgresql-16-pgvector for version 16), "
        + "or name the bin folder of a PostgreSQL \(oldestSupportedMajor) or newer that has it"

    private static func nothingFits(found: [PostgresInstallation], requiringVector: Bool) -> PostgresServerError {
        let wanted = requiringVector ? " with pgvector" : ""
        let list = found.map { installation in
            let fault = installation.fault(requiringVector: requiringVector) ?? "it does not fit"
            return "found \(installation), but \(fault)"
        }
        return PostgresServerError(
            .noInstallation, "no PostgreSQL \(oldestSupportedMajor) or newer\(wanted) was found on this machine",
            hints: list + [advice])
    }

    /// The folders of servers whose programs, or links to them, lie on `PATH`.
    static func binFolders(onSearchPath path: String) -> [FilePath] {
        path.split(separator: ":").flatMap { folder in
            ["postgres", "initdb"].compactMap { name in
                resolved("\(folder)/\(name)").map { FilePath($0).removingLastComponent() }
            }
        }
    }

    /// Existing folders that match, where each component may hold one `*`.
    static func expand(_ pattern: FilePath) -> [FilePath] {
        var matches = [FilePath(root: pattern.root ?? "/")]
        for component in pattern.components.map(\.string) {
            guard let star = component.firstIndex(of: "*") else {
                matches = matches.map { $0.appending(component) }
                continue
            }
            let (prefix, suffix) = (component[..<star], component[component.index(after: star)...])
            matches = matches.flatMap { folder in
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
                return names.sorted().filter {
                    $0.count >= prefix.count + suffix.count && $0.hasPrefix(prefix) && $0.hasSuffix(suffix)
                }
                .map { folder.appending($0) }
            }
        }
        return matches.filter { FileManager.default.fileExists(atPath: $0.string) }
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
