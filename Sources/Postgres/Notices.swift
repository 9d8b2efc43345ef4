import CPostgres
import Logging

/// Passes the server's notices and warnings on to the log.
final class Notices: Sendable {
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// The connection must not outlive this object.
    func receive(from connection: OpaquePointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                unsafe Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().log(result)
            }, context)
    }

    private func log(_ result: OpaquePointer) {
        let fields = unsafe ResultFields(result)
        let severity = fields["V"] ?? "NOTICE"
        let level: Logger.Level = severity == "WARNING" ? .warning : severity.hasPrefix("DEBUG") ? .trace : .debug
        logger.log(
            level: level, "PostgreSQL: \(fields["M"] ?? "")",
            metadata: ["severity": "\(severity)", "sqlstate": "\(fields["C"] ?? "")"])
    }
}

/// The fields of an error or a notice, by the letters of the protocol.
@safe struct ResultFields {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { unsafe self.result = unsafe result }

    subscript(_ letter: Unicode.Scalar) -> String? {
        unsafe PQresultErrorField(result, CInt(letter.value)).map { unsafe String(cString: $0) }
    }
}
