import ExactArithmetic
import LinearAlgebra

/// The JSON format of the LEAF benchmark, one object per file:
///
///     {"users": ["u", ...], "num_samples": [2, ...], "user_data": {"u": {"x": [[...], [...]], "y": [3, 5]}, ...}}
///
/// Every sample is a list of numbers, all of one length, and every label a whole number. Other keys are passed over.
///
/// Source: S. Caldas and others, LEAF: a benchmark for federated settings, 2018; FedProx's Synthetic files have the format too.
public enum LEAFFile {
  /// Samples of one file or more whose users become the clients, in the files' order.
  ///
  /// - Parameters:
  ///   - training: Files with different users.
  ///   - test: Files with samples of the same users, not necessarily of all of them.
  ///   - classes: Labels are 0 ..< `classes`; `nil` is what the files show: the largest label and one.
  /// - Precondition: a training file.
  /// - Throws: `DataFileError` with the line and column that is wrong.
  public static func task<Real: PackedScalar>(
    training: [DataFile], test: [DataFile] = [], classes: Int? = nil, as scalar: Real.Type = Real.self
  ) throws(DataFileError) -> ClassificationTask<Real> {
    precondition(!training.isEmpty, "no file")
    var pool = LEAFPool<Real>(classes: classes)
    for file in training { try pool.read(file, isTest: false) }
    for file in test { try pool.read(file, isTest: true) }
    return ClassificationTask(
      samples: ClassifiedSamples(
        features: pool.features, labels: pool.labels, dimension: pool.dimension!,
        classes: classes ?? pool.labels.max()! + 1), clients: pool.clients)
  }
}

/// The samples of the files read so far.
private struct LEAFPool<Real: PackedScalar> {
  let classes: Int?
  var features: [Real] = []
  var labels: [Int] = []
  var dimension: Int?
  var clients: [ClassificationTask<Real>.Client] = []
  /// The place of each user among the clients.
  private var places: [String: Int] = [:]

  init(classes: Int?) { self.classes = classes }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  mutating func read(_ file: DataFile, isTest: Bool) throws(DataFileError) {
    var scanner = JSONScanner(file)
    var (users, counts, rows) = ([String](), [Int](), [String: Range<Int>]())
    var starts: [String: Int] = [:]
    var isFirst = true
    try scanner.expect("{", "an object")
    while let key = try scanner.key(isFirst: &isFirst, "of the file") {
      _ = scanner.peek()
      if starts.updateValue(scanner.position, forKey: key) != nil { throw scanner.error("'\(key)' is there twice") }
      switch key {
      case "users": users = try Self.users(&scanner)
      case "num_samples": counts = try Self.counts(&scanner)
      case "user_data": rows = try userData(&scanner)
      default: try scanner.skip()
      }
    }
    try scanner.end()
    for key in ["users", "num_samples", "user_data"] where starts[key] == nil {
      throw file.error(.file, "the key '\(key)' is missing")
    }
    let usersPlace = starts["users"]!
    guard !users.isEmpty else { throw scanner.error("no user", at: usersPlace) }
    guard counts.count == users.count else {
      throw scanner.error("\(counts.count) numbers of samples for \(users.count) users", at: starts["num_samples"]!)
    }
    for (user, count) in zip(users, counts) {
      guard let own = rows.removeValue(forKey: user) else {
        throw scanner.error("user '\(user.shortened())' has no data, or is there twice", at: usersPlace)
      }
      guard own.count == count else {
        throw scanner.error(
          "user '\(user.shortened())' has \(own.count) samples, not \(count)", at: starts["num_samples"]!)
      }
      if isTest {
        guard let place = places[user] else {
          throw scanner.error("user '\(user.shortened())' of the test has no training samples", at: usersPlace)
        }
        clients[place].test += own
      } else {
        guard places.updateValue(clients.count, forKey: user) == nil else {
          throw scanner.error("user '\(user.shortened())' was in an earlier file", at: usersPlace)
        }
        guard count > 0 else { throw scanner.error("user '\(user.shortened())' has no samples", at: usersPlace) }
        clients.append(.init(name: user, training: Array(own)))
      }
    }
    if let user = rows.keys.min() {
      throw scanner.error("user '\(user.shortened())' has data but is not listed", at: usersPlace)
    }
  }

  private static func users(_ scanner: inout JSONScanner) throws(DataFileError) -> [String] {
    var (users, isFirst) = ([String](), true)
    try scanner.expect("[", "a list of users")
    while try scanner.next(isFirst: &isFirst, close: "]", "in the list of users") {
      users.append(try scanner.string("a user's name"))
    }
    return users
  }

  private static func counts(_ scanner: inout JSONScanner) throws(DataFileError) -> [Int] {
    var (counts, isFirst) = ([Int](), true)
    try scanner.expect("[", "a list of numbers of samples")
    while try scanner.next(isFirst: &isFirst, close: "]", "in the list of numbers of samples") {
      counts.append(try wholeNumber(&scanner, "a number of samples"))
    }
    return counts
  }

  private static func wholeNumber(_ scanner: inout JSONScanner, _ what: String) throws(DataFileError) -> Int {
    _ = scanner.peek()
    let start = scanner.position
    let value = try scanner.number(what)
    // Some files write labels as 3.0.
    guard let number = Int(exactly: value), number >= 0, number < 1 << 31 else {
      throw scanner.error("\(what) is \(value); a whole number from 0 is expected", at: start)
    }
    return number
  }

  /// The rows of each user.
  private mutating func userData(_ scanner: inout JSONScanner) throws(DataFileError) -> [String: Range<Int>] {
    var (rows, isFirst) = ([String: Range<Int>](), true)
    try scanner.expect("{", "an object of users")
    while let user = try scanner.key(isFirst: &isFirst, "of a user") {
      _ = scanner.peek()
      let (place, start) = (scanner.position, labels.count)
      var (count, hasLabels, isFirst) = (Int?.none, false, true)
      try scanner.expect("{", "a user's object of 'x' and 'y'")
      while let key = try scanner.key(isFirst: &isFirst, "of a user's data") {
        switch key {
        case "x" where count == nil: count = try samples(&scanner)
        case "y" where !hasLabels:
          try classNumbers(&scanner)
          hasLabels = true
        case "x", "y": throw scanner.error("'\(key)' is there twice")
        default: try scanner.skip()
        }
      }
      guard let count, hasLabels else {
        throw scanner.error("user '\(user.shortened())' has no '\(count == nil ? "x" : "y")'", at: place)
      }
      guard labels.count - start == count else {
        throw scanner.error(
          "user '\(user.shortened())' has \(count) samples and \(labels.count - start) labels", at: place)
      }
      guard rows.updateValue(start..<labels.count, forKey: user) == nil else {
        throw scanner.error("the data of user '\(user.shortened())' are there twice", at: place)
      }
    }
    return rows
  }

  /// Appends the samples of a list and counts them.
  private mutating func samples(_ scanner: inout JSONScanner) throws(DataFileError) -> Int {
    var (count, isFirst) = (0, true)
    try scanner.expect("[", "a list of samples")
    while try scanner.next(isFirst: &isFirst, close: "]", "in a list of samples") {
      _ = scanner.peek()
      let (place, start) = (scanner.position, features.count)
      var isFirst = true
      try scanner.expect("[", "a sample's list of numbers")
      while try scanner.next(isFirst: &isFirst, close: "]", "in a sample") {
        _ = scanner.peek()
        let here = scanner.position
        let value = Real(try scanner.number("a number"))
        guard value.isFinite else { throw scanner.error("a feature beyond the scalar's range", at: here) }
        features.append(value)
      }
      let width = features.count - start
      guard width > 0, width == dimension ?? width else {
        throw scanner.error(
          width == 0 ? "a sample without features" : "\(width) features after samples of \(dimension!)", at: place)
      }
      dimension = width
      count += 1
    }
    return count
  }

  private mutating func classNumbers(_ scanner: inout JSONScanner) throws(DataFileError) {
    var isFirst = true
    try scanner.expect("[", "a list of labels")
    while try scanner.next(isFirst: &isFirst, close: "]", "in a list of labels") {
      _ = scanner.peek()
      let place = scanner.position
      let label = try Self.wholeNumber(&scanner, "a label")
      guard label < classes ?? 1 << 20 else {
        throw scanner.error("label \(label), expected 0 ... \((classes ?? 1 << 20) - 1)", at: place)
      }
      labels.append(label)
    }
  }
}
