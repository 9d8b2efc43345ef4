import JSONValues

/// A piece of a card's body.
package enum CardElement: Equatable, Sendable {
    package enum Weight: String, Sendable { case normal = "Default", bold = "Bolder" }
    package enum Size: String, Sendable { case small = "Small", normal = "Default", large = "Large" }
    package enum Tone: String, Sendable {
        case normal = "Default", good = "Good", warning = "Warning", attention = "Attention"
    }

    /// Text with the little Markdown that cards know; text of others has to be escaped.
    case text(String, size: Size = .normal, weight: Weight = .normal, tone: Tone = .normal, isSubtle: Bool = false)
    /// Text that shows as it is, with every space: the exact call of a tool.
    case code(String)
    case facts([Fact])
    /// The first row is the heading. Rows that are shorter are filled up.
    case table(columns: [String], rows: [[String]])
    /// A place to type; what was typed comes back under the id.
    case input(id: String, label: String, placeholder: String? = nil, isLong: Bool = false, isRequired: Bool = false)
    indirect case container([CardElement], tone: Tone = .normal)

    package struct Fact: Equatable, Sendable {
        package var title: String
        package var value: String

        package init(_ title: String, _ value: String) {
            self.title = title
            self.value = value
        }
    }

    var json: JSON {
        switch self {
        case .text(let text, let size, let weight, let tone, let isSubtle):
            .fields([
                "type": "TextBlock", "text": .string(text), "wrap": true, "isSubtle": isSubtle ? true : nil,
                "size": size == .normal ? nil : .string(size.rawValue),
                "weight": weight == .normal ? nil : .string(weight.rawValue),
                "color": tone == .normal ? nil : .string(tone.rawValue),
            ])
        case .code(let text):
            // A run of a rich text block takes no Markdown, so nothing in it has to be escaped.
            [
                "type": "RichTextBlock",
                "inlines": [["type": "TextRun", "text": .string(text), "fontType": "Monospace"]],
            ]
        case .facts(let facts):
            [
                "type": "FactSet",
                "facts": .array(facts.map { ["title": .string($0.title), "value": .string($0.value)] }),
            ]
        case .table(let columns, let rows): Self.table(columns, rows)
        case .input(let id, let label, let placeholder, let isLong, let isRequired):
            .fields([
                "type": "Input.Text", "id": .string(id), "label": .string(label), "maxLength": 4000,
                "placeholder": placeholder.map(JSON.string), "isMultiline": isLong ? true : nil,
                "isRequired": isRequired ? true : nil,
                "errorMessage": isRequired ? .string("\(label) is missing.") : nil,
            ])
        case .container(let elements, let tone):
            .fields([
                "type": "Container", "items": .array(elements.map(\.json)),
                "style": tone == .normal ? nil : .string(tone.rawValue.lowercased()),
            ])
        }
    }

    private static func table(_ columns: [String], _ rows: [[String]]) -> JSON {
        func row(_ cells: [String], isHeading: Bool) -> JSON {
            let filled = (cells + Array(repeating: "", count: columns.count)).prefix(columns.count)
            return [
                "type": "TableRow",
                "cells": .array(
                    filled.map { cell in
                        let text = CardElement.text(cell, weight: isHeading ? .bold : .normal)
                        return ["type": "TableCell", "items": [text.json]]
                    }),
            ]
        }
        return [
            "type": "Table", "firstRowAsHeaders": true, "showGridLines": true,
            "columns": .array(columns.map { _ in ["width": 1] }),
            "rows": .array([row(columns, isHeading: true)] + rows.map { row($0, isHeading: false) }),
        ]
    }
}
