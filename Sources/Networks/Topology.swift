/// A family of graphs that scenarios and the command line name.
///
/// A new topology is one file in `Topologies/` and one line in `Topologies.all`.
public protocol Topology: Sendable {
  /// The identifier, for example `ring`.
  static var name: String { get }
  /// One line for `plumbline list topologies`.
  static var summary: String { get }
  /// What its size is given by.
  static var sizing: TopologySizing { get }
  /// The graph of the given size, which `TopologySize` has checked to have at least two nodes.
  static func graph(_ size: TopologySize) throws(NetworkError) -> Graph
}

/// How a topology's size is given.
public enum TopologySizing: Sendable {
  /// `nodes: 8`
  case nodes
  /// `shape: "5x7"`
  case shape
}

/// The size of a graph to build.
public enum TopologySize: Sendable, Equatable {
  case nodes(Int)
  case shape(Int, Int)

  public var nodes: Int {
    switch self {
    case .nodes(let count): count
    case .shape(let rows, let columns): rows * columns
    }
  }
}

/// Why a network cannot be built or read.
public struct NetworkError: Error, Equatable, CustomStringConvertible {
  /// Line of the file that is wrong, counted from 1; `nil` when no file is concerned.
  public var line: Int?
  public var message: String

  public init(_ message: String, line: Int? = nil) {
    self.message = message
    self.line = line
  }

  public var description: String { message }
}

/// The registry of topologies.
public enum Topologies {
  public static let all: [any Topology.Type] = [
    Ring.self, Path.self, Complete.self, Star.self, Torus.self, Hypercube.self,
  ]

  /// Builds a graph by the topology's name.
  ///
  /// - Throws: `NetworkError` for an unknown name, a size of the wrong kind, or fewer than two nodes.
  public static func graph(_ name: String, size: TopologySize) throws(NetworkError) -> Graph {
    guard let topology = all.first(where: { $0.name == name }) else {
      throw NetworkError("unknown topology '\(name)'; known: \(all.map { $0.name }.joined(separator: ", "))")
    }
    switch (topology.sizing, size) {
    case (.nodes, .shape): throw NetworkError("topology '\(name)' takes a number of nodes, not a shape")
    case (.shape, .nodes): throw NetworkError("topology '\(name)' takes a shape such as 5x7, not a number of nodes")
    case (.nodes, .nodes(let count)) where count < 2:
      throw NetworkError("a network needs at least 2 nodes, not \(count)")
    case (.shape, .shape(let rows, let columns)) where rows < 1 || columns < 1 || rows > largest || columns > largest:
      throw NetworkError("a shape of \(rows)x\(columns) has a side outside 1...\(largest)")
    default: break
    }
    guard size.nodes >= 2, size.nodes <= largest else {
      throw NetworkError("a network has 2 to \(largest) nodes, not \(size.nodes)")
    }
    return try topology.graph(size)
  }

  /// More nodes than this are refused before memory is: mixing matrices are dense and exact.
  public static let largest = 2_000
}

extension TopologySize {
  /// Parses `5x7`.
  ///
  /// - Throws: `NetworkError` for anything else.
  public init(shape text: String) throws(NetworkError) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1] else {
      throw NetworkError("'\(text)' is not a shape (expected for example 5x7)")
    }
    self = .shape(rows, columns)
  }
}
