import AsyncHTTPClient
import Foundation
import NIOSSL

/// Opens the way to Release for as long as it is needed.
package enum ReleaseConnection {
    /// - Parameter certificates: a file of certificates (PEM) to trust in place of the system's.
    /// - Throws: when that file holds no certificate.
    package static func with<Result>(
        certificates: String?, _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .seconds(30)))
        configuration.decompression = .enabled(limit: .ratio(50))
        if let certificates {
            do {
                let trusted = try NIOSSLCertificate.fromPEMFile(certificates)
                guard !trusted.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
                var tls = TLSConfiguration.makeClientConfiguration()
                tls.trustRoots = .certificates(trusted)
                configuration.tlsConfiguration = tls
            } catch {
                throw ReleaseError(
                    .invalid, "\(certificates) holds no certificates in PEM", hints: ["check REVA_RELEASE_CERTIFICATES"]
                )
            }
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
