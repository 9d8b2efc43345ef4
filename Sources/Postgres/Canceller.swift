import CPostgres

/// Asks the server to cancel what one connection does.
///
/// Sendable although it holds a pointer: libpq's manual allows PQcancel from any thread, and nothing changes the object
/// between its creation and `deinit`.
@safe final class Canceller: @unchecked Sendable {
    private let handle: OpaquePointer

    /// nil when the connection is not open.
    init?(_ connection: OpaquePointer) {
        guard let handle = unsafe PQgetCancel(connection) else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe PQfreeCancel(handle) }

    /// Blocks until the server has taken the request; whether it came in time shows the statement's result.
    func request() {
        var message = [CChar](repeating: 0, count: 256)
        _ = unsafe PQcancel(handle, &message, CInt(message.count))
    }
}
