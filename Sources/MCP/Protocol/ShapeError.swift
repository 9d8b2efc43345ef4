/// Why a JSON value is not what the protocol has in its place.
struct ShapeError: Error, CustomStringConvertible {
    let summary: String
    init(_ summary: String) { self.summary = summary }
    var description: String { summary }
}
