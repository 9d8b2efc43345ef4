import JSONValues

/// How far a call is.
package struct Progress: Sendable, Hashable {
    /// Grows with each report; in the units of `total`, or in any where that is nil.
    package var done: Double
    package var total: Double?
    package var message: String?

    package init(done: Double, total: Double? = nil, message: String? = nil) {
        self.done = done
        self.total = total
        self.message = message
    }

    init?(_ params: JSON?) {
        guard let done = params?["progress"]?.number else { return nil }
        self.init(done: done, total: params?["total"]?.number, message: params?["message"]?.string)
    }

    func notification(token: JSON) -> Message.Notification {
        let params = JSON.object(["progressToken": token, "progress": Self.json(done)])
            .setting("total", to: total.map(Self.json))
            .setting("message", to: message.map(JSON.string))
        return Message.Notification(method: Method.progress, params: params)
    }

    private static func json(_ value: Double) -> JSON { Int(exactly: value).map(JSON.integer) ?? .number(value) }
}
