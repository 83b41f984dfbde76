/// What a run has cost so far.
public struct Ledger: Sendable, Equatable {
  /// What bytes are sent for.
  public enum Kind: Int, Sendable, CaseIterable {
    /// Parameters.
    case model
    /// Who is there, sent along with models.
    case view
    /// Pings, answers and notices.
    case control
  }

  /// Bytes that left each node, by kind: node i's at i * `Kind.allCases.count` + kind. Of a transfer that was cut the part
  /// that had left.
  private var bytesByNode: [Double]
  /// Bytes that left any node, by kind.
  private var totals = [Double](repeating: 0, count: Kind.allCases.count)
  /// Models that left each node whole.
  public private(set) var modelsByNode: [Int]
  /// What each node computed for training, in seconds, what was given up halfway included.
  public private(set) var trainingSecondsByNode: [Double]
  /// The sum of `trainingSecondsByNode` but for rounding.
  public private(set) var trainingSeconds = 0.0
  public private(set) var modelsSent = 0
  /// Messages of every kind that were sent.
  public private(set) var messages = 0

  init(nodes: Int) {
    bytesByNode = Array(repeating: 0, count: nodes * Kind.allCases.count)
    modelsByNode = Array(repeating: 0, count: nodes)
    trainingSecondsByNode = Array(repeating: 0, count: nodes)
  }

  public var nodes: Int { modelsByNode.count }

  /// Bytes that left a node.
  public func bytes(_ kind: Kind, of node: Int) -> Double { bytesByNode[node * Kind.allCases.count + kind.rawValue] }
  public func bytes(of node: Int) -> Double { Kind.allCases.reduce(0) { $0 + bytes($1, of: node) } }
  public func bytes(_ kind: Kind) -> Double { totals[kind.rawValue] }
  public var bytesSent: Double { totals.reduce(0, +) }

  mutating func send(_ bytes: Double, _ kind: Kind, from node: Int) {
    bytesByNode[node * Kind.allCases.count + kind.rawValue] += bytes
    totals[kind.rawValue] += bytes
  }

  mutating func countMessage() { messages += 1 }

  mutating func countModel(from node: Int) {
    modelsByNode[node] += 1
    modelsSent += 1
  }

  mutating func train(_ node: Int, seconds: Double) {
    trainingSecondsByNode[node] += seconds
    trainingSeconds += seconds
  }
}
