import ExactArithmetic
import Simulation

/// How samples are dealt out to the nodes.
public enum SamplePartition: Sendable, Equatable {
  /// In random order, in parts whose sizes differ by at most 1.
  case iid
  /// Ordered by label, in parts whose sizes differ by at most 1: most nodes see one class only.
  case sorted
  /// For each class the nodes' shares are drawn from the symmetric Dirichlet law with this parameter, so that a small one
  /// gives each node few classes. Shares are rounded to samples by cutting the class, in random order, at the cumulative
  /// shares; then a node without a sample gets one from the node that has most.
  ///
  /// Source: T.-M. H. Hsu, H. Qi, M. Brown, Measuring the Effects of Non-Identical Data Distribution for Federated Visual
  /// Classification, 2019 (there the shares are the classes' at each node).
  case dirichlet(concentration: Rational)
  /// Ordered by label and cut into shards whose sizes differ by at most 1, of which every node gets so many at random.
  ///
  /// Source: H. B. McMahan, E. Moore, D. Ramage, S. Hampson, B. Agüera y Arcas, Communication-efficient learning of deep
  /// networks from decentralized data, AISTATS 2017 (there 2 for each).
  case shards(perNode: Int)

  /// The samples of every node, ascending.
  ///
  /// - Precondition: at least as many samples as nodes, and a concentration in [1/1000, 1000000].
  public func assignment(of isPositive: [Bool], nodes: Int, seed: UInt64) -> [[Int]] {
    assignment(of: isPositive.map { $0 ? 1 : 0 }, classes: 2, nodes: nodes, seed: seed)
  }

  /// The samples of every node, ascending.
  ///
  /// - Precondition: labels in 0 ..< `classes`; at least as many samples as nodes, or as shards; a concentration in
  ///   [1/1000, 1000000].
  public func assignment(of labels: [Int], classes: Int, nodes: Int, seed: UInt64) -> [[Int]] {
    precondition(nodes > 0 && labels.count >= nodes, "\(labels.count) samples for \(nodes) nodes")
    precondition(labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label outside 0 ..< \(classes)")
    let all = Array(labels.indices)
    var members = [[Int]](repeating: [], count: classes)
    for j in all { members[labels[j]].append(j) }
    switch self {
    case .iid: return Self.equalParts(Self.shuffled(all, seed: seed, place: 0), nodes)
    case .sorted: return Self.equalParts(members.flatMap { $0 }, nodes)
    case .shards(let perNode):
      precondition(
        perNode > 0 && perNode <= labels.count / nodes,
        "\(labels.count) samples for \(nodes) nodes with \(perNode) shards each")
      let shards = Self.equalParts(members.flatMap { $0 }, nodes * perNode)
      let order = Self.shuffled(Array(shards.indices), seed: seed, place: 0)
      return (0..<nodes).map { node in
        order[node * perNode..<(node + 1) * perNode].flatMap { shards[$0] }.sorted()
      }
    case .dirichlet(let concentration):
      precondition(Self.concentrations.contains(concentration), "a concentration of \(concentration)")
      var parts = [[Int]](repeating: [], count: nodes)
      for label in 0..<classes {
        let members = Self.shuffled(members[label], seed: seed, place: label)
        let shares = DirichletDraw(
          Double(concentration), count: nodes, from: NodeStream(seed: seed, purpose: .partition, node: classes + label)
        ).shares
        var (cumulative, start) = (0.0, 0)
        for (node, share) in shares.enumerated() {
          cumulative += share
          let end =
            node + 1 == nodes
            ? members.count : max(start, min(members.count, Int((cumulative * Double(members.count)).rounded())))
          parts[node] += members[start..<end]
          start = end
        }
      }
      while let empty = parts.firstIndex(where: \.isEmpty) {
        let largest = parts.indices.max { (parts[$0].count, $1) < (parts[$1].count, $0) }!
        parts[empty].append(parts[largest].removeLast())
      }
      return parts.map { $0.sorted() }
    }
  }

  public static let concentrations = Rational(1, 1000)...1_000_000

  private static func equalParts(_ order: [Int], _ nodes: Int) -> [[Int]] {
    (0..<nodes).map { order[$0 * order.count / nodes..<($0 + 1) * order.count / nodes].sorted() }
  }

  /// Every order with the same probability (Fisher and Yates).
  private static func shuffled(_ items: [Int], seed: UInt64, place: Int) -> [Int] {
    var (items, stream) = (items, NodeStream(seed: seed, purpose: .partition, node: place))
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, stream.integer(below: last + 1))
    }
    return items
  }
}
