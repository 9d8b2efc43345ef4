import Foundation
import Hummingbird
import NIOCore
import Synchronization

extension StandInCloud {
    /// Lets a person without Teams talk to the bot: `POST /say` with a text, answered by what the bot answers.
    ///
    ///     curl -d 'which releases have failed?' http://127.0.0.1:PORT/say
    ///     curl -X POST 'http://127.0.0.1:PORT/press?verb=approve&ticket=TICKET&activity=ID'
    ///
    /// Parameters of the address: `name` and `locale` of who speaks, `channel` for a channel in place of the personal chat.
    nonisolated func addTrying(to router: Router<StandInContext>, bot: @escaping @Sendable () -> BotAddress?) {
        router.post("say") { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 1 << 16))
            guard let bot = bot() else { throw HTTPError(.serviceUnavailable, message: "no bot is connected") }
            let person = Self.person(request)
            let channel = request.uri.queryParameters.get("channel")
            let deliveries = await self.follow()
            let answer =
                if let channel { try await person.say(text, in: channel, to: bot) } else {
                    try await person.say(text, to: bot)
                }
            guard answer.status == 202 else {
                return Response.text("the bot refused it: status \(answer.status)\n", status: 502)
            }
            return await Self.answer(in: channel ?? person.chat, deliveries)
        }
        router.post("press") { request, _ in
            guard let bot = bot() else { throw HTTPError(.serviceUnavailable, message: "no bot is connected") }
            let parameters = request.uri.queryParameters
            let answer = try await Self.person(request).press(
                verb: parameters.get("verb") ?? "approve", data: ["ticket": parameters.get("ticket") ?? ""],
                on: parameters.get("activity") ?? "", to: bot)
            return Response.text(String(decoding: answer.body, as: UTF8.self) + "\n")
        }
    }

    private static func person(_ request: Request) -> Person {
        let name = request.uri.queryParameters.get("name") ?? "Ada"
        // The same name is the same person.
        let number = name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 99_991 }
        return Person(number, name: name, locale: request.uri.queryParameters.get("locale") ?? "en-US")
    }

    /// The first message in a conversation that is no piece of one, as people would read it.
    private static func answer(in conversation: String, _ deliveries: AsyncStream<Delivery>) async -> Response {
        let limit = Duration.seconds(180)
        let text = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                for await delivery in deliveries where delivery.conversation.hasPrefix(conversation) {
                    if let text = delivery.readable { return text }
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        return text.map { .text($0) } ?? .text("the bot did not answer within \(limit)\n", status: 504)
    }
}

extension Delivery {
    /// Its text, and of each card what is shown where cards cannot be, with its buttons; nil for what is no message.
    fileprivate var readable: String? {
        guard string("type") == "message", kind != .deleted,
            let json = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        else { return nil }
        var lines: [String] = []
        if let text = json["text"] as? String, !text.isEmpty { lines.append(text) }
        for attachment in json["attachments"] as? [[String: Any]] ?? [] {
            guard let card = attachment["content"] as? [String: Any] else { continue }
            if let text = card["fallbackText"] as? String { lines.append(text) }
            for action in card["actions"] as? [[String: Any]] ?? [] {
                guard let verb = action["verb"] as? String else { continue }
                let ticket = (action["data"] as? [String: Any])?["ticket"] as? String ?? ""
                lines.append(
                    "[\(action["title"] as? String ?? verb)] /press?verb=\(verb)&ticket=\(ticket)&activity=\(activity)")
            }
        }
        return lines.joined(separator: "\n\n") + "\n"
    }
}

extension Response {
    fileprivate static func text(_ text: String, status: Int = 200) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
