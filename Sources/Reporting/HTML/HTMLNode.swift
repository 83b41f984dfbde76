/// A piece of HTML or SVG.
///
/// Text and attribute values are escaped when the tree is written, in one place, so no caller can forget it. The
/// output is also well-formed XML: every element is closed and every attribute quoted.
indirect enum HTMLNode {
  case element(String, [(name: String, value: String)], [HTMLNode])
  case text(String)
  /// Constant text of this module that must not be escaped: the style sheet.
  case verbatim(String)
  case group([HTMLNode])

  /// Elements that HTML writes without a closing tag.
  private static let void: Set<String> = ["meta", "br"]

  /// The markup, with every text escaped.
  var markup: String {
    var output = ""
    write(to: &output)
    return output
  }

  private func write(to output: inout String) {
    switch self {
    case .text(let text): output += Self.escaped(text)
    case .verbatim(let text): output += text
    case .group(let nodes): for node in nodes { node.write(to: &output) }
    case .element(let name, let attributes, let children):
      output += "<\(name)"
      for attribute in attributes { output += " \(attribute.name)=\"\(Self.escaped(attribute.value))\"" }
      if Self.void.contains(name) {
        output += "/>"
      } else {
        output += ">"
        for child in children { child.write(to: &output) }
        output += "</\(name)>"
      }
    }
  }

  /// `text` with the five characters of markup replaced, and control characters, which neither HTML nor XML can hold,
  /// shown as the replacement character.
  static func escaped(_ text: String) -> String {
    var output = ""
    output.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      case "\t", "\n": output.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}

/// Lets the content of an element be written as a list of statements with `if` and `for`.
@resultBuilder
enum HTMLBuilder {
  static func buildExpression(_ node: HTMLNode) -> HTMLNode { node }
  static func buildExpression(_ text: String) -> HTMLNode { .text(text) }
  static func buildBlock(_ nodes: HTMLNode...) -> HTMLNode { .group(nodes) }
  static func buildArray(_ nodes: [HTMLNode]) -> HTMLNode { .group(nodes) }
  static func buildOptional(_ node: HTMLNode?) -> HTMLNode { node ?? .group([]) }
  static func buildEither(first node: HTMLNode) -> HTMLNode { node }
  static func buildEither(second node: HTMLNode) -> HTMLNode { node }
}

/// An element with its attributes, in the order given, and its content.
func tag(
  _ name: String, _ attributes: KeyValuePairs<String, String> = [:], @HTMLBuilder _ content: () -> HTMLNode
) -> HTMLNode {
  .element(name, attributes.map { ($0.key, $0.value) }, [content()])
}

/// An element without content.
func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) -> HTMLNode {
  .element(name, attributes.map { ($0.key, $0.value) }, [])
}
