import Alarms
import Foundation
import Recovery

extension Place {
    /// Whoever is told how this Reva is. Where the folder of the backups cannot be found, the home keeps what was told.
    func alarms() async throws -> Alarms {
        let folder = (try? await backups()) ?? settings.home
        // A pod's name says nothing, and is another one each night.
        let name =
            kind == .kubernetes
            ? "Kubernetes, namespace \(settings.kubernetesNamespace)" : ProcessInfo.processInfo.hostName
        return try settings.alarms(of: name, in: folder)
    }

    /// Runs a procedure that people rely on, and tells them when it fails.
    /// - Parameters:
    ///   - source: the procedure's name, such as "backup".
    ///   - lasts: whether the trouble stays until the procedure ends well; false for what somebody does once.
    ///   - faults: what is wrong although it came to its end; empty when all is well.
    func watched<Value>(
        _ source: String, lasts: Bool = false, _ console: Console, faults: (Value) -> [String] = { _ in [] },
        _ body: () async throws -> Value
    ) async throws -> Value {
        let value: Value
        do {
            value = try await body()
        } catch {
            if ExitStatus(error).isTroubling {
                await report(["\(source) failed: \(Console.words(of: error).summary)"], source, lasts: lasts, console)
            }
            throw error
        }
        await report(faults(value), source, lasts: lasts, console)
        return value
    }

    private func report(_ faults: [String], _ source: String, lasts: Bool, _ console: Console) async {
        let troubles = faults.isEmpty ? [] : [Trouble("failed", faults.joined(separator: "; "), lasts: lasts)]
        do {
            let deliveries = try await alarms().report(troubles, of: source)
            Self.tell(of: deliveries, to: console)
        } catch {
            console.tell(.warning("no alarm can be sent: \(error)"))
        }
    }

    /// Tells every receiver of alarms something, as an incident does when it begins.
    func announce(_ text: String) async -> (reached: [String], failures: [String]) {
        do {
            let deliveries = try await alarms().announce(text)
            return (deliveries.filter { $0.failure == nil }.map(\.receiver), deliveries.compactMap(\.failure))
        } catch {
            return ([], ["\(error)"])
        }
    }

    /// Says which messages did not arrive; they are tried again when somebody reports the next time.
    static func tell(of deliveries: [Alarms.Delivery], to console: Console) {
        for delivery in deliveries {
            if let failure = delivery.failure { console.tell(.warning("an alarm was not sent: \(failure)")) }
        }
    }
}

extension ExitStatus {
    /// False for ends that are nobody's trouble: somebody else is at work, a person said no or was not understood.
    var isTroubling: Bool {
        switch self {
        case .done, .busy, .declined, .interrupted, .usage, .noBackup: false
        default: true
        }
    }
}
