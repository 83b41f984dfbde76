import ExactArithmetic

/// Something that an algorithm can be set up with; a key of a scenario's `algorithm` section.
public struct Parameter: Sendable, Equatable {
  public let name: String
  public let kind: Kind
  public let fallback: Setting
  public let meaning: String

  public enum Kind: Sendable, Equatable {
    /// A whole number in the range.
    case integer(ClosedRange<Int>)
    /// A number with 0 <= value <= limit, or above 0 only; no limit is infinity.
    case number(positive: Bool, atMost: Rational?)
    /// One of these words.
    case word([String])
  }

  public init(_ name: String, _ kind: Kind, fallback: Setting, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.meaning = meaning
  }

  /// What may be written, in words.
  public var domain: String {
    switch kind {
    case .integer(let range): "integer in \(range.lowerBound) ... \(range.upperBound)"
    case .number(let positive, let limit): "number \(positive ? ">" : ">=") 0\(limit.map { ", at most \($0)" } ?? "")"
    case .word(let words): words.joined(separator: ", ")
    }
  }

  /// Whether a number may be given.
  public func allows(_ value: Rational) -> Bool {
    switch kind {
    case .integer(let range): value.isInteger && value.numerator.asInt.map(range.contains) ?? false
    case .number(let positive, let limit):
      value.signum >= (positive ? 1 : 0) && limit.map { value <= $0 } ?? true
    case .word: false
    }
  }
}

/// The value of a parameter.
public enum Setting: Sendable, Equatable, CustomStringConvertible {
  case number(Rational)
  case word(String)

  public var description: String {
    switch self {
    case .number(let value): value.description
    case .word(let word): word
    }
  }
}

/// The step size and a value for every parameter.
public struct AlgorithmSettings: Sendable {
  public let stepSize: Rational
  public private(set) var surroundings: Surroundings
  private var values: [String: Setting]

  /// Defaults, with some replaced.
  ///
  /// - Precondition: `stepSize > 0`; every replacement is a parameter's.
  public init(
    stepSize: Rational, parameters: [Parameter], replacing given: [String: Setting] = [:],
    in surroundings: Surroundings = Surroundings()
  ) {
    precondition(stepSize.signum > 0, "a step size of \(stepSize)")
    precondition(given.keys.allSatisfy { name in parameters.contains { $0.name == name } }, "an unknown setting")
    self.stepSize = stepSize
    self.surroundings = surroundings
    values = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, given[$0.name] ?? $0.fallback) })
  }

  /// - Precondition: the parameter is declared and is a number.
  public func number(_ name: String) -> Rational {
    guard case .number(let value)? = values[name] else { preconditionFailure("no number \(name)") }
    return value
  }

  /// The same in other surroundings.
  func moved(to surroundings: Surroundings) -> AlgorithmSettings {
    var result = self
    result.surroundings = surroundings
    return result
  }

  /// `nil` where the algorithm has no such parameter.
  public func optionalNumber(_ name: String) -> Rational? {
    if case .number(let value)? = values[name] { value } else { nil }
  }

  /// `name value` for each parameter that is not at its default.
  public func replaced(in parameters: [Parameter]) -> [String] {
    parameters.filter { values[$0.name] != $0.fallback }.map { "\($0.name) \(values[$0.name]!)" }
  }

  public func integer(_ name: String) -> Int { number(name).numerator.asInt! }

  /// - Precondition: the parameter is declared and is a word.
  public func word(_ name: String) -> String {
    guard case .word(let word)? = values[name] else { preconditionFailure("no word \(name)") }
    return word
  }
}
