import Crypto
import Foundation
import SystemPackage
import Testing

@testable import Recovery

@Suite("The signing key")
struct SealTests {
    @Test("is made once, for its owner only, also when many need it at once")
    func making() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("home/signing.key")
        #expect(try Seal(keyAt: path).publicKey() == nil)
        #expect(Seal(keyAt: path).trusted() == nil)
        let keys = try await withThrowingTaskGroup(of: PublicKey.self) { group in
            for _ in 0..<16 { group.addTask { try Seal(keyAt: path).makePublicKey() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path.appending("home").string) == ["signing.key"]
        )
    }

    @Test("a public key is read in base64 and in PEM, and in nothing else")
    func publicKeys() throws {
        let key = try Seal(keyAt: try TemporaryFolder().path.appending("signing.key")).makePublicKey()
        #expect(PublicKey(key.base64) == key)
        #expect(PublicKey("\(key.base64)\n") == key)
        #expect(PublicKey(key.pem) == key)
        #expect(PublicKey(key.pem.replacing("\n", with: "\r\n")) == key)
        for text in ["", "key", String(key.base64.dropLast(4)), key.base64 + key.base64, "/etc/passwd"] {
            #expect(PublicKey(text) == nil)
        }
    }

    @Test("says what is wrong with a damaged one, and makes none in its place")
    func damaged() throws {
        let folder = try TemporaryFolder()
        try folder.write("signing.key", Data("not a key\n".utf8))
        let seal = Seal(keyAt: folder.path.appending("signing.key"))
        let error = #expect(throws: RecoveryError.self) { try seal.makePublicKey() }
        #expect(error?.summary == "the signing key \(folder.path)/signing.key is damaged")
        #expect(try folder.data("signing.key") == Data("not a key\n".utf8))
        #expect(seal.trusted() == nil)
    }

    @Test("proofs of another key are believed when that key is trusted")
    func trust() throws {
        let folder = try TemporaryFolder()
        let (own, other) = (
            Seal(keyAt: folder.path.appending("own/signing.key")),
            Seal(keyAt: folder.path.appending("other/signing.key"))
        )
        var proof = try SealTests.proof()
        #expect(proof.doubt(trusting: nil) == nil)
        try other.sign(&proof)
        #expect(proof.doubt(trusting: nil) == nil)
        _ = try own.makePublicKey()
        let fingerprint = try other.makePublicKey().fingerprint
        #expect(
            proof.doubt(trusting: own.trusted())
                == "its proof is signed by the key \(fingerprint), which is not trusted here: verify it again, or reva key trust"
        )
        try own.trust(other.makePublicKey())
        try own.trust(other.makePublicKey())
        #expect(proof.doubt(trusting: own.trusted()) == nil)
        proof.objects += 1
        #expect(
            proof.doubt(trusting: own.trusted())
                == "its proof was changed after it was signed: it must be verified again")
        proof.seal = nil
        #expect(proof.doubt(trusting: own.trusted()) == "its proof is not signed: it must be verified again")
    }

    private static func proof() throws -> Proof {
        Proof(
            backup: "reva_2026-03-15_020000.sql.gz", state: .proven, reasons: [],
            provenAt: Date(timeIntervalSince1970: 1_800_000_000), serverVersion: "16.4", version: "test",
            fingerprint: Fingerprint(bytes: 1, sha256: "00", modified: nil), tables: [], objects: 1, databaseBytes: nil,
            seconds: [:], seal: nil)
    }
}
