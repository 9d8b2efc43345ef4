import Assistant
import Cache
import Foundation
import JSONValues
import LanguageModel
import Yams

extension Settings {
    /// The model that answers; nil where none is named.
    var mind: Mind? {
        get throws {
            guard let name = text(.modelName) else { return nil }
            var options = Mind.Options()
            options.contextTokens = try number(.modelContext, in: 1024...1_048_576, standard: 8192)
            options.parallel = try number(.modelParallel, in: 1...256, standard: 4)
            return Mind(server: try modelServer(Patience()), model: name, options: options)
        }
    }

    /// What finds memories by their meaning; nil where no model for it is named.
    var embedder: Embedder? {
        get throws {
            guard let name = text(.embeddingModel) else { return nil }
            // A person waits: whoever takes longer is left out, and words have to do.
            let patience = Patience(answer: .seconds(5), embedding: .seconds(15))
            return Embedder(server: try modelServer(patience), model: name)
        }
    }

    private func modelServer(_ patience: Patience) throws -> any ModelServer {
        let address = text(.modelURL) ?? text(.ollamaURL) ?? SettingKey.ollamaURL.standard
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil else {
            throw CommandError(
                "model.url is \"\(address)\", and must be an address such as \(SettingKey.ollamaURL.standard)")
        }
        let context = try number(.modelContext, in: 1024...1_048_576, standard: 8192)
        switch text(.modelKind) ?? "ollama" {
        case "ollama":
            return Ollama(address: address, contextTokens: context, token: try secret(.modelKey), patience: patience)
        case "openai":
            return OpenAICompatible(
                address: address, key: try secret(.modelKey), contextTokens: context, patience: patience)
        case let kind:
            throw CommandError("model.kind is \"\(kind)\", and must be ollama or openai")
        }
    }

    /// How often people and tools may ask, counted in the Redis where there is one.
    var pace: Pace { get throws { Pace(SharedCache(redis: try cacheAddress)) } }

    /// Which tools change something, and who may approve them.
    var toolPolicy: ToolPolicy {
        get throws {
            guard let path = text(.toolsPolicy) else { return ToolPolicy() }
            do {
                let tree = try Yams.load(yaml: String(contentsOfFile: path, encoding: .utf8))
                return try ToolPolicy(JSON(yaml: tree ?? [:] as [String: Any]))
            } catch let error as PolicyError {
                throw CommandError("\(path): \(error.summary)", hints: error.hints)
            } catch {
                throw CommandError(
                    "the policy for tools in \(path) cannot be read: \(error)",
                    hints: ["check \(SettingKey.toolsPolicy.variable)"])
            }
        }
    }
}

extension JSON {
    /// - Parameter tree: as Yams reads a document without tags.
    fileprivate init(yaml tree: Any) {
        self =
            switch tree {
            case let value as Bool: .boolean(value)
            case let value as Int: .integer(value)
            case let value as Double: .number(value)
            case let value as String: .string(value)
            case let values as [Any]: .array(values.map(JSON.init(yaml:)))
            case let members as [String: Any]: .object(members.mapValues(JSON.init(yaml:)))
            default: .null
            }
    }
}
