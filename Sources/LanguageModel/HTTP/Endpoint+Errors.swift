import AsyncHTTPClient
import Foundation
import NIOCore

extension Endpoint {
    /// What a status other than 200 means.
    func refusal(status: Int, complaint: Complaint?, about subject: String) -> ModelError {
        if let complaint, let known = known(complaint, about: subject) { return known }
        let says = complaint.map { ": \($0.text)" } ?? " without saying why"
        switch status {
        case 401, 403:
            return ModelError(
                .unauthorized, "\(address) wants other credentials for \(subject) (HTTP \(status))",
                hints: ["Set the key that the server expects."])
        case 404 where complaint?.text.localizedLowercase.contains("model") == true:
            return missing(subject)
        case 429, 503:
            return ModelError(
                .busy, "\(address) is too busy for \(subject) (HTTP \(status))\(says)", hints: ["Try again later."])
        case 400..<500:
            return ModelError(.refused, "\(address) refused \(subject) (HTTP \(status))\(says)")
        case 500...:
            return failure(complaint, status: status, about: subject)
        default:
            return ModelError(
                .nonsense, "\(address) answered about \(subject) with HTTP \(status)",
                hints: ["See whether the address is that of the model server itself."])
        }
    }

    /// What a complaint in the middle of an answer means.
    func interruption(_ complaint: Complaint, about subject: String) -> ModelError {
        known(complaint, about: subject) ?? failure(complaint, status: nil, about: subject)
    }

    func missing(_ model: String) -> ModelError {
        ModelError(
            .missingModel, "\(address) has no model \(model)",
            hints: ["Fetch it (with Ollama: `ollama pull \(model)`), or name one the server has."])
    }

    private func failure(_ complaint: Complaint?, status: Int?, about subject: String) -> ModelError {
        let says = complaint.map { ": \($0.text)" } ?? " without saying why"
        let code = status.map { " (HTTP \($0))" } ?? ""
        return ModelError(
            .failed, "\(address) failed with \(subject)\(code)\(says)",
            hints: ["See the server's log; a model that is too large for the machine fails so."])
    }

    /// Complaints that are told by their text, whatever the status: servers differ in it.
    private func known(_ complaint: Complaint, about subject: String) -> ModelError? {
        let text = complaint.text.lowercased()
        // "too large to process": llama.cpp of a text for a vector, with status 500.
        if text.contains("too large to process") || text.contains("context length") || text.contains("context size")
            || text.contains("context window")
            || complaint.kind == "exceed_context_size_error" || complaint.kind == "context_length_exceeded"
        {
            return ModelError(
                .contextExceeded, "what \(subject) is asked to read is longer than its context: \(complaint.text)",
                hints: ["Send less of the conversation, or give the model a larger context."])
        }
        if text.contains("does not support") {
            return ModelError(
                .unsupported, "\(subject) at \(address) cannot do that: \(complaint.text)",
                hints: ["Use a model with that ability."])
        }
        return nil
    }

    /// Turns what comes of an attempt to get an answer at all into our errors.
    func connecting<Value>(_ subject: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            throw cut(subject)
        } catch let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode) {
            throw cut(subject)
        } catch {
            throw ModelError(
                .unreachable, "the model server at \(address) cannot be reached: \(error)",
                hints: ["See whether it runs: `curl \(address)`."])
        }
    }
}
