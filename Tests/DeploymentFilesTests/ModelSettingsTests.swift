import Foundation
import RevaTesting
import Testing

@testable import reva

/// The lines that name the model in the files of each deployment.
@Suite struct ModelSettingsTests {
    private static let keys: [SettingKey] = [
        .modelName, .modelKind, .modelURL, .modelContext, .modelParallel, .embeddingModel,
    ]

    /// What the application gets of a file of lines `NAME=value`.
    private func settings(_ text: EnvironmentText) async throws -> Settings {
        let pairs = text.lines.filter { $0.hasPrefix("REVA_MODEL_") || $0.hasPrefix("REVA_EMBEDDING_") }
            .map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) }
        return try await Settings(
            environment: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) } + [("REVA_HOME", "/nowhere")]))
    }

    @Test("are in the files with what holds without them", arguments: [".env.example", "k8s/base/settings.env"])
    func standards(file: String) async throws {
        let text = EnvironmentText(try Project.text(file))
        for key in Self.keys {
            let value = try #require(text[key.variable], "\(key.variable) in \(file)")
            #expect(value.isEmpty || value == key.standard, "\(key.variable)")
        }
        #expect(try await settings(text).mind == nil)
        try await settings(text).check()
    }

    @Test(
        "as docs/assistant.md fills them in they are a model at a server of OpenAI's protocol",
        arguments: [".env.example", "k8s/base/settings.env"])
    func openAI(file: String) async throws {
        var text = EnvironmentText(try Project.text(file))
        let lines = try Project.text("docs/assistant.md").split(separator: "\n").filter { $0.hasPrefix("REVA_MODEL_") }
            .filter { !$0.contains(" ") }
        #expect(lines.count == 4)
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            #expect(text[parts[0]] != nil, "\(parts[0]) has a line already")
            try text.set(parts[0], to: parts[1])
        }
        let settings = try await settings(text)
        #expect(try settings.mind != nil)
        #expect(settings.text(.modelKind) == "openai" && settings.text(.modelName) == "my-model")
        #expect(settings.text(.modelURL) == "http://host.docker.internal:8080/v1")
        try settings.check()
    }

    @Test("a kind of server that there is not is said, in words")
    func wrong() async throws {
        var text = EnvironmentText(try Project.text(".env.example"))
        try text.set("REVA_MODEL_NAME", to: "m")
        try text.set("REVA_MODEL_KIND", to: "opanai")
        let settings = try await settings(text)
        let error = #expect(throws: CommandError.self) { _ = try settings.mind }
        #expect(error?.summary == #"model.kind is "opanai", and must be ollama or openai"#)
    }
}
