import LanguageModel
import MCP

extension JSONValue {
    init(_ json: JSON) {
        self =
            switch json {
            case .null: .null
            case .boolean(let value): .bool(value)
            case .integer(let value): .integer(Int64(value))
            case .number(let value): .number(value)
            case .string(let value): .string(value)
            case .array(let values): .array(values.map(JSONValue.init))
            case .object(let members): .object(members.mapValues(JSONValue.init))
            }
    }
}

extension JSON {
    init(_ value: JSONValue) {
        self =
            switch value {
            case .null: .null
            case .bool(let value): .boolean(value)
            case .integer(let value): .integer(Int(value))
            case .number(let value): .number(value)
            case .string(let value): .string(value)
            case .array(let values): .array(values.map(JSON.init))
            case .object(let members): .object(members.mapValues(JSON.init))
            }
    }
}
