import ExactArithmetic
import LinearAlgebra

/// Readers of labelled samples. Both are strict: what they do not understand is an error with its line. Empty lines are
/// left out; of the two values that labels have, the smaller one is the class -1.
public enum SampleFile: String, Sendable, CaseIterable {
  /// One sample per line, `label index:value index:value ...`, indices ascending from 1; features that are left out are 0.
  case libsvm
  /// One sample per line, `label,feature,feature,...`, no header.
  case csv

  /// Numbers that a set of samples holds at most.
  public static let largestCount = 1 << 24

  /// The format that a file's name tells of.
  public init(fileName: String) { self = fileName.lowercased().hasSuffix(".csv") ? .csv : .libsvm }

  /// - Parameter dimension: how many features a sample has; `nil` is what the file shows: the largest index or the number
  ///   of columns.
  /// - Throws: `SampleError` with the line that is wrong.
  public func samples(_ text: String, dimension: Int? = nil) throws(SampleError) -> LabelledSamples {
    var labels = LabelColumn(most: 2)
    let (rows, d) = try rows(text, dimension, limit: Self.largestCount, labels: &labels)
    var features = Matrix(rows: rows.count, columns: d, repeating: 0.0)
    for (j, row) in rows.enumerated() {
      for (index, value) in row { features[j, index] = value }
    }
    return LabelledSamples(features: features, isPositive: try labels.isPositive)
  }

  /// Samples of several classes, whose labels are whole numbers.
  ///
  /// - Parameters:
  ///   - dimension: How many features a sample has; `nil` is what the file shows. A test file needs that of its training file.
  ///   - values: The labels in the order of the classes; `nil` is those of the file, ascending. A test file needs those of its
  ///     training file, as a class may be missing in it.
  /// - Returns: The samples, and the label of each class.
  /// - Throws: `DataFileError` with the line that is wrong.
  public func samples<Real: PackedScalar>(
    _ file: DataFile, dimension: Int? = nil, values: [Int]? = nil, as scalar: Real.Type = Real.self
  ) throws(DataFileError) -> (samples: ClassifiedSamples<Real>, values: [Int]) {
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw file.error(.file, "not a text in UTF-8")
    }
    do throws(SampleError) {
      var labels = LabelColumn(most: nil)
      let (rows, d) = try rows(text, dimension, limit: Self.largestPoolCount, labels: &labels)
      let classes = try labels.classes(of: values)
      var features = [Real](repeating: 0, count: rows.count * d)
      for (j, row) in rows.enumerated() {
        for (index, value) in row { features[j * d + index] = Real(value) }
      }
      return (
        ClassifiedSamples(features: features, labels: classes.labels, dimension: d, classes: classes.values.count),
        classes.values
      )
    } catch {
      throw file.error(.line(error.line), error.message)
    }
  }

  /// Numbers that a pool of samples of several classes holds at most: 2 GB of doubles.
  private static let largestPoolCount = 1 << 28

  private func rows(
    _ text: String, _ dimension: Int?, limit: Int, labels: inout LabelColumn
  ) throws(SampleError) -> (rows: [[(index: Int, value: Double)]], dimension: Int) {
    var rows: [[(index: Int, value: Double)]] = []
    var found = 0
    for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      let line = Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      if line.words.isEmpty { continue }
      let number = number + 1
      let (label, row) =
        self == .csv ? try Self.csvRow(line, number) : try Self.libsvmRow(line, number)
      try labels.add(label, line: number)
      let width = self == .csv ? row.count : (row.last?.index ?? -1) + 1
      if let dimension, self == .csv ? width != dimension : width > dimension {
        throw SampleError(
          self == .csv
            ? "expected a label and \(dimension) features, found \(width) features"
            : "feature \(width) of samples with \(dimension) features", line: number)
      }
      if self == .csv, !rows.isEmpty, width != found {
        throw SampleError("\(width) features after lines of \(found)", line: number)
      }
      found = max(found, width)
      rows.append(row)
      let count = rows.count.multipliedReportingOverflow(by: dimension ?? found)
      if count.overflow || count.partialValue > limit {
        throw SampleError(
          "\(rows.count) samples of \(dimension ?? found) features; at most \(limit) numbers are kept, zeros "
            + "among them", line: number)
      }
    }
    let d = dimension ?? found
    if rows.isEmpty { throw SampleError("expected a sample, found an empty file", line: 1) }
    if d == 0 { throw SampleError("the samples have no features", line: 1) }
    return (rows, d)
  }

  private typealias Row = (label: Substring, features: [(index: Int, value: Double)])

  private static func csvRow(_ line: Substring, _ number: Int) throws(SampleError) -> Row {
    let fields = line.fields(separatedBy: ",")
    var features: [(index: Int, value: Double)] = []
    for field in fields.dropFirst() { features.append((features.count, try feature(field, number))) }
    if features.isEmpty { throw SampleError("expected 'label,feature,...', found no feature", line: number) }
    return (fields[0], features)
  }

  private static func libsvmRow(_ line: Substring, _ number: Int) throws(SampleError) -> Row {
    let words = line.words
    var features: [(index: Int, value: Double)] = []
    for word in words.dropFirst() {
      let parts = word.fields(separatedBy: ":")
      guard parts.count == 2 else {
        throw SampleError("expected 'index:value', found '\(String(word).shortened())'", line: number)
      }
      guard let index = Int(parts[0]), parts[0].utf8.first != UInt8(ascii: "+") else {
        throw SampleError("'\(String(parts[0]).shortened())' is not a feature's index", line: number)
      }
      guard index > 0 else { throw SampleError("features are counted from 1, not \(index)", line: number) }
      if let last = features.last, index <= last.index + 1 {
        throw SampleError("feature \(index) after feature \(last.index + 1); indices ascend", line: number)
      }
      features.append((index - 1, try feature(parts[1], number)))
    }
    return (words[0], features)
  }

  private static func feature(_ field: Substring, _ line: Int) throws(SampleError) -> Double {
    let value = try number(field, line)
    guard LabelledSamples.isOrdinary(value) else {
      throw SampleError(
        "a feature of \(String(field).shortened()); features are 0 or of magnitude 2^-64 ... 2^64", line: line)
    }
    return value
  }

  fileprivate static func number(_ field: Substring, _ line: Int) throws(SampleError) -> Double {
    let words = field.words
    guard words.count == 1, let value = Double(words[0]), value.isFinite else {
      throw SampleError("'\(String(field).shortened())' is not a number", line: line)
    }
    return value
  }
}

// By bytes, as going through a text by characters takes ten times as long.
extension Substring {
  /// What stands between spaces and tabs.
  fileprivate var words: [Substring] {
    utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
  }

  /// What stands between the separators, empty or not.
  fileprivate func fields(separatedBy separator: Unicode.Scalar) -> [Substring] {
    utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false).map { Substring($0) }
  }
}

/// The labels of a file.
private struct LabelColumn {
  /// How many different ones there may be; `nil` is any number.
  let most: Int?
  private var values: [Double] = []
  private var lines: [Int] = []
  private var classes: [Double] = []

  init(most: Int?) { self.most = most }

  mutating func add(_ field: Substring, line: Int) throws(SampleError) {
    let value = try SampleFile.number(field, line)
    if let most, !classes.contains(value) {
      if classes.count == most {
        throw SampleError(
          "a third label \(String(field).shortened()), after \(Self.text(classes[0])) and \(Self.text(classes[1]))",
          line: line)
      }
      classes.append(value)
    }
    values.append(value)
    lines.append(line)
  }

  var isPositive: [Bool] {
    get throws(SampleError) {
      guard classes.count == 2 else {
        throw SampleError("every label is \(Self.text(classes[0])); two classes are expected", line: lines.last!)
      }
      let positive = classes.max()!
      return values.map { $0 == positive }
    }
  }

  /// The class of each sample, and the label of each class.
  ///
  /// - Parameter known: The labels in the order of the classes, if these are known.
  func classes(of known: [Int]?) throws(SampleError) -> (labels: [Int], values: [Int]) {
    var numbers: [Int] = []
    for (value, line) in zip(values, lines) {
      guard let number = Int(exactly: value), number.magnitude < 1 << 31 else {
        throw SampleError("label \(value); the labels of several classes are whole numbers", line: line)
      }
      numbers.append(number)
    }
    let order = known ?? Set(numbers).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    var labels: [Int] = []
    for (number, line) in zip(numbers, lines) {
      guard let place = places[number] else {
        throw SampleError(
          "label \(number), expected one of \(order.map(String.init).joined(separator: ", ").shortened())", line: line)
      }
      labels.append(place)
    }
    return (labels, order)
  }

  private static func text(_ label: Double) -> String {
    Rational(exactly: label).flatMap { $0.isInteger ? $0.description.shortened() : nil } ?? "\(label)"
  }
}

/// Why samples cannot be read.
public struct SampleError: Error, Equatable, CustomStringConvertible {
  public var message: String
  /// Counted from 1.
  public var line: Int

  public init(_ message: String, line: Int) {
    self.message = message
    self.line = line
  }

  public var description: String { message }
}
