import Dispatch
import Foundation

extension Console {
    /// Words for a person that are not the result, such as what a question is about.
    func say(_ text: String) {
        FileHandle.standardError.tell("\(text)\n")
    }

    /// Runs a procedure that Ctrl-C or SIGTERM cancels: it then cleans up what it had begun. A second one ends at once.
    func interruptibly<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if task.isCancelled { _exit(ExitStatus.interrupted.rawValue) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        do {
            return try await task.value
        } catch {
            // What fails because of the cancellation is the cancellation.
            if task.isCancelled { throw CancellationError() }
            throw error
        }
    }
}
