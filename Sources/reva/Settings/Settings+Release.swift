import Foundation
import ReleaseTools

extension Settings {
    var releaseAddress: ReleaseAddress {
        get throws { try ReleaseAddress(text(.releaseURL) ?? SettingKey.releaseURL.standard) }
    }

    /// Nil when neither a token nor a user is set.
    var releaseCredential: Credential? {
        get throws {
            if let token = try secret(.releaseToken), !token.isEmpty { return .token(token) }
            guard let user = text(.releaseUser) else { return nil }
            guard let password = try secret(.releasePassword) else {
                throw CommandError(
                    "release.user is set, and release.password is not",
                    hints: ["\(SettingKey.releasePassword.variable)_FILE, or \(SettingKey.releaseToken.variable)_FILE"])
            }
            return .basic(user: user, password: password)
        }
    }

    var releasePolicy: ReleasePolicy {
        get throws {
            let flag = (text(.releaseReadOnly) ?? "false").lowercased()
            guard ["true", "false"].contains(flag) else {
                throw CommandError(
                    "release.readonly is \"\(flag)\", and must be true or false",
                    hints: ["\(SettingKey.releaseReadOnly.variable)=true"])
            }
            return ReleasePolicy(
                isReadOnly: flag == "true", folders: list(.releaseFolders), tools: Set(list(.releaseTools)))
        }
    }

    /// Names that the server may be called by, beside those of this machine.
    var releaseHosts: [String] {
        let names = list(.releaseHosts)
        return names.isEmpty ? ["release-mcp"] : names
    }

    func list(_ key: SettingKey) -> [String] {
        (text(key) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
