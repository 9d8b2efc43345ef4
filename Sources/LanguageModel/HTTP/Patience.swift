/// How long each wait may take.
package struct Patience: Sendable, Hashable {
    package enum Wait: Sendable, Hashable {
        case answer, firstToken, nextToken, wholeAnswer, embedding, pullProgress, probe

        /// What did not come, in a sentence: "… gave no first token within 5 seconds".
        var missing: String {
            switch self {
            case .answer: "answer"
            case .firstToken: "first token"
            case .nextToken: "further token"
            case .wholeAnswer: "end of its answer"
            case .embedding: "embedding"
            case .pullProgress: "progress of the download"
            case .probe: "sign that it works"
            }
        }
    }

    /// For short questions about models.
    package var answer: Duration
    /// The model may have to be loaded first, and a long prompt read: minutes on a machine without GPU.
    package var firstToken: Duration
    package var nextToken: Duration
    /// From the request to the end, whatever comes in between; without the time that fetching the model takes.
    package var wholeAnswer: Duration
    /// For a batch of texts, with loading the model.
    package var embedding: Duration
    /// Between two signs that a download goes on.
    package var pullProgress: Duration

    package init(
        answer: Duration = .seconds(30), firstToken: Duration = .seconds(300), nextToken: Duration = .seconds(60),
        wholeAnswer: Duration = .seconds(900), embedding: Duration = .seconds(300),
        pullProgress: Duration = .seconds(120)
    ) {
        self.answer = answer
        self.firstToken = firstToken
        self.nextToken = nextToken
        self.wholeAnswer = wholeAnswer
        self.embedding = embedding
        self.pullProgress = pullProgress
    }
}
