/// A parsed JSON5 value that remembers its line and keeps numbers as they were written.
///
/// Foundation's decoder reads JSON5 too, but turns numbers into doubles or 38-digit decimals and does not
/// say where a value stood; exact scenarios and errors with lines need both.
package struct JSON5: Sendable, Equatable {
  /// Counted from 1.
  package var line: Int
  package var content: Content

  package indirect enum Content: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The literal text, for exact parsing.
    case number(String)
    case string(String)
    case array([JSON5])
    case object([Member])
  }

  package struct Member: Sendable, Equatable {
    package var key: String
    package var line: Int
    package var value: JSON5
  }

  /// What it is, for error messages.
  var kind: String {
    switch content {
    case .null: "null"
    case .bool: "a Boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// What is wrong with a scenario, and on which line.
public struct ScenarioError: Error, Equatable, CustomStringConvertible {
  /// The file at fault when it is not the scenario itself.
  public var file: String?
  public var line: Int?
  public var message: String

  public init(_ message: String, line: Int?, file: String? = nil) {
    self.message = message
    self.line = line
    self.file = file
  }

  public var description: String { message }
}

extension JSON5 {
  /// - Throws: `ScenarioError` with the line where the text stops being JSON5.
  package init(parsing text: String) throws(ScenarioError) {
    var parser = JSON5Parser(text)
    self = try parser.document()
  }
}

/// Recursive descent over the text's Unicode scalars.
private struct JSON5Parser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  /// Deeper nesting than this is an error rather than a stack overflow.
  private static let deepest = 64

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { position = 1 }
  }

  mutating func document() throws(ScenarioError) -> JSON5 {
    let value = try value(depth: 0)
    try skipBlanks()
    if let next = peek { throw error("unexpected '\(next)' after the end of the value") }
    return value
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func advance() {
    if scalars[position] == "\n" { line += 1 }
    position += 1
  }

  private func error(_ message: String) -> ScenarioError { ScenarioError("malformed JSON5: \(message)", line: line) }

  private func unexpected(_ expected: String) -> ScenarioError {
    error("expected \(expected), found " + (peek.map { "'\($0)'" } ?? "the end of the file"))
  }

  private mutating func skipBlanks() throws(ScenarioError) {
    while let next = peek {
      if next.properties.isWhitespace || next == "\u{FEFF}" {
        advance()
      } else if next == "/", position + 1 < scalars.count, scalars[position + 1] == "/" {
        while let character = peek, character != "\n" { _ = character; advance() }
      } else if next == "/", position + 1 < scalars.count, scalars[position + 1] == "*" {
        let start = line
        advance()
        advance()
        while !(peek == "*" && position + 1 < scalars.count && scalars[position + 1] == "/") {
          if peek == nil { throw ScenarioError("malformed JSON5: a comment that does not end", line: start) }
          advance()
        }
        advance()
        advance()
      } else {
        return
      }
    }
  }

  private mutating func value(depth: Int) throws(ScenarioError) -> JSON5 {
    try skipBlanks()
    if depth > Self.deepest { throw error("more than \(Self.deepest) levels of nesting") }
    let start = line
    switch peek {
    case "{": return JSON5(line: start, content: try object(depth: depth))
    case "[": return JSON5(line: start, content: try array(depth: depth))
    case "\"", "'": return JSON5(line: start, content: .string(try string()))
    default:
      let word = bareWord()
      switch word {
      case "": throw unexpected("a value")
      case "null": return JSON5(line: start, content: .null)
      case "true": return JSON5(line: start, content: .bool(true))
      case "false": return JSON5(line: start, content: .bool(false))
      case "NaN", "Infinity", "-Infinity", "+Infinity", "-NaN", "+NaN":
        return JSON5(line: start, content: .number(word))
      default:
        guard let first = word.unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first) else {
          throw ScenarioError("malformed JSON5: expected a value, found '\(word)' (strings need quotes)", line: start)
        }
        return JSON5(line: start, content: .number(word))
      }
    }
  }

  /// Letters, digits and the characters of numbers, as far as they go.
  private mutating func bareWord() -> String {
    var word = String.UnicodeScalarView()
    while let next = peek, next.properties.isAlphabetic || "0123456789+-._$".unicodeScalars.contains(next) {
      word.append(next)
      advance()
    }
    return String(word)
  }

  private mutating func object(depth: Int) throws(ScenarioError) -> JSON5.Content {
    let start = line
    advance()
    var members: [JSON5.Member] = []
    while true {
      try skipBlanks()
      if peek == "}" {
        advance()
        return .object(members)
      }
      if peek == nil { throw ScenarioError("malformed JSON5: the object that starts here does not end", line: start) }
      let keyLine = line
      let key = peek == "\"" || peek == "'" ? try string() : bareWord()
      if key.isEmpty { throw unexpected("a key or '}'") }
      if members.contains(where: { $0.key == key }) {
        throw ScenarioError("key '\(key)' appears twice", line: keyLine)
      }
      try skipBlanks()
      guard peek == ":" else { throw unexpected("':' after key '\(key)'") }
      advance()
      members.append(.init(key: key, line: keyLine, value: try value(depth: depth + 1)))
      try skipBlanks()
      if peek == "," { advance() } else if peek != "}" { throw unexpected("',' or '}'") }
    }
  }

  private mutating func array(depth: Int) throws(ScenarioError) -> JSON5.Content {
    let start = line
    advance()
    var elements: [JSON5] = []
    while true {
      try skipBlanks()
      if peek == "]" {
        advance()
        return .array(elements)
      }
      if peek == nil { throw ScenarioError("malformed JSON5: the array that starts here does not end", line: start) }
      elements.append(try value(depth: depth + 1))
      try skipBlanks()
      if peek == "," { advance() } else if peek != "]" { throw unexpected("',' or ']'") }
    }
  }

  private mutating func string() throws(ScenarioError) -> String {
    let quote = scalars[position]
    let start = line
    advance()
    var result = String.UnicodeScalarView()
    while let next = peek {
      if next == quote {
        advance()
        return String(result)
      }
      if next == "\n" { break }
      advance()
      if next != "\\" {
        result.append(next)
        continue
      }
      guard let escape = peek else { break }
      advance()
      switch escape {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "b": result.append("\u{8}")
      case "f": result.append("\u{C}")
      case "\n": break
      case "u", "x":
        var code: UInt32 = 0
        for _ in 0..<(escape == "u" ? 4 : 2) {
          guard let digit = peek.flatMap({ Character($0).hexDigitValue }) else { throw unexpected("a hex digit") }
          code = code * 16 + UInt32(digit)
          advance()
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("\\u escape of half a surrogate pair") }
        result.append(scalar)
      default: result.append(escape)
      }
    }
    throw ScenarioError("malformed JSON5: a string that does not end", line: start)
  }
}
