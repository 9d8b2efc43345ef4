import Synchronization

/// The service URLs that our token may be sent to: the configured one, and those of requests that were verified.
///
/// A URL that comes out of a store proves nothing: whoever can write there would get our token.
package final class ServiceURLs: Sendable {
    package let standard: ServiceURL
    private let verified = Mutex<Set<ServiceURL>>([])
    /// Microsoft has some dozens, one a region.
    private static let capacity = 256

    package init(standard: ServiceURL) { self.standard = standard }

    func trust(_ url: ServiceURL) {
        verified.withLock { urls in
            if urls.count >= Self.capacity { urls.removeAll() }
            urls.insert(url)
        }
    }

    /// The URL for a conversation: its own where that was verified, else the configured one.
    package func url(for reference: ConversationReference) -> ServiceURL {
        guard let url = ServiceURL(reference.serviceURL), verified.withLock({ $0.contains(url) }) else {
            return standard
        }
        return url
    }
}
