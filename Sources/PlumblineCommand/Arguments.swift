import Plumbline

/// Command-line words, sorted into options and operands against what a command knows.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]
  private var flags: Set<String> = []
  private let command: String

  /// - Parameters:
  ///   - options: option names that take a value, without dashes.
  ///   - lists: option names that take one or more `name=value` words.
  ///   - flags: option names that take none.
  init(
    _ words: [String], command: String, options: [String] = [], lists: [String] = [], flags: [String] = []
  ) throws(Failure) {
    self.command = command
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        if word.hasPrefix("-"), word.count > 1 { throw Self.unknown(word, options + lists + flags, command) }
        operands.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if flags.contains(name), parts.count == 1 {
        self.flags.insert(name)
      } else if lists.contains(name) {
        var found = parts.count == 2 ? [String(parts[1])] : []
        while parts.count == 1, let next = rest.first, next.contains("="), !next.hasPrefix("--") {
          found.append(rest.removeFirst())
        }
        if found.isEmpty { throw Failure("\(command): --\(name) needs name=value") }
        values[name, default: []] += found
      } else if flags.contains(name) {
        throw Failure("\(command): --\(name) takes no value")
      } else if options.contains(name) {
        guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
          throw Failure("\(command): --\(name) needs a value")
        }
        if value.isEmpty { throw Failure("\(command): --\(name) is empty") }
        if values[name] != nil { throw Failure("\(command): --\(name) is given twice") }
        values[name] = [value]
      } else {
        throw Self.unknown("--\(name)", options + lists + flags, command)
      }
    }
  }

  private static func unknown(_ word: String, _ known: [String], _ command: String) -> Failure {
    let options = known.map { "--\($0)" }
    let hint =
      nearest(word, among: options).map { "did you mean '\($0)'?" } ?? "known: \(options.joined(separator: ", "))"
    return Failure("\(command): unknown option '\(word)'; \(hint)")
  }

  func has(_ flag: String) -> Bool { flags.contains(flag) }
  func value(_ option: String) -> String? { values[option]?.first }
  func list(_ option: String) -> [String] { values[option] ?? [] }

  /// - Throws: `Failure` unless the value is a whole number in the range.
  func integer(_ option: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Failure(
        "\(command): --\(option) must be an integer in \(range.lowerBound) ... \(range.upperBound), not '\(text)'")
    }
    return number
  }

  /// - Throws: `Failure` unless the value is an exact number.
  func number(_ option: String) throws(Failure) -> Rational? {
    guard let text = value(option) else { return nil }
    return try number(text, option)
  }

  /// - Throws: `Failure` unless the value is a list of exact numbers, separated by commas.
  func numbers(_ option: String) throws(Failure) -> [Rational]? {
    guard let text = value(option) else { return nil }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { (word) throws(Failure) in
      try number(String(word), option)
    }
  }

  private func number(_ text: String, _ option: String) throws(Failure) -> Rational {
    do throws(NumberError) {
      return try Rational(parsing: text)
    } catch {
      throw failure("--\(option): \(error)")
    }
  }

  /// A failure of this command.
  func failure(_ message: String) -> Failure { Failure("\(command): \(message)") }

  /// The only operand.
  func operand(_ what: String) throws(Failure) -> String {
    guard let first = operands.first else { throw Failure("\(command): \(what) is missing") }
    if operands.count > 1 { throw Failure("\(command): unexpected '\(operands[1])'") }
    return first
  }

  func noOperands() throws(Failure) {
    if let first = operands.first { throw Failure("\(command): unexpected '\(first)'") }
  }
}
