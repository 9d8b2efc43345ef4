import Foundation

/// A fault that the stand-in is asked to have: what real servers and networks do on bad days.
package struct Fault: Decodable, Sendable {
    /// Requests whose path begins so; nil is every one to the API.
    package var path: String?
    /// Nil is every method.
    package var method: String?
    /// Answer with this status and a text, without doing anything.
    package var status: Int?
    /// The value of the header `Retry-After`, seconds.
    package var retryAfter: Int?
    /// Answer with these words as if they were JSON.
    package var body: String?
    /// Wait this long before anything else, seconds.
    package var delay: Double?
    /// Do what is asked, and then break the connection in place of an answer.
    package var cut: Bool?
    /// How often; nil is once.
    package var times: Int?

    package init(
        path: String? = nil, method: String? = nil, status: Int? = nil, retryAfter: Int? = nil, body: String? = nil,
        delay: Double? = nil, cut: Bool? = nil, times: Int? = nil
    ) {
        self.path = path
        self.method = method
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
        self.delay = delay
        self.cut = cut
        self.times = times
    }
}

/// The faults still to be had.
struct Faults: Sendable {
    private var waiting: [(fault: Fault, left: Int)] = []

    mutating func add(_ fault: Fault) { waiting.append((fault, fault.times ?? 1)) }

    mutating func removeAll() { waiting = [] }

    /// The fault for this request, which is then had once more.
    mutating func next(method: String, path: String) -> Fault? {
        let index = waiting.firstIndex { one in
            (one.fault.method ?? method) == method && path.hasPrefix(one.fault.path ?? "/api/")
        }
        guard let index else { return nil }
        waiting[index].left -= 1
        return waiting[index].left > 0 ? waiting[index].fault : waiting.remove(at: index).fault
    }
}
