import Foundation
import Networks
import Testing

@Suite struct TopologyTests {
  /// Where two nodes are joined, in one line each, against the lists of edges that the topologies build.
  static let definitions: [(name: String, sizes: [TopologySize], isEdge: @Sendable (TopologySize, Int, Int) -> Bool)] =
    [
      ("ring", [2, 3, 7, 10].map { .nodes($0) }, { size, i, j in (j - i + size.nodes) % size.nodes == 1 }),
      ("path", [2, 3, 9].map { .nodes($0) }, { _, i, j in j == i + 1 }),
      ("complete", [2, 5].map { .nodes($0) }, { _, _, _ in true }),
      ("star", [2, 3, 9].map { .nodes($0) }, { _, i, j in i == 0 }),
      ("hypercube", [2, 4, 8, 32].map { .nodes($0) }, { _, i, j in (i ^ j).nonzeroBitCount == 1 }),
      (
        "torus", [.shape(1, 2), .shape(2, 2), .shape(3, 5), .shape(5, 3), .shape(1, 7), .shape(2, 6), .shape(4, 1)],
        { size, i, j in
          guard case .shape(let rows, let columns) = size else { return false }
          let (down, right) = (j / columns - i / columns, j % columns - i % columns)
          return (down == 0 && (right + columns) % columns == 1) || (right == 0 && (down + rows) % rows == 1)
        }
      ),
    ]

  @Test(arguments: definitions.indices) func edgesAreThoseOfTheDefinition(index: Int) throws {
    let (name, sizes, isEdge) = Self.definitions[index]
    for size in sizes {
      let graph = try Topologies.graph(name, size: size)
      #expect(graph.nodes == size.nodes)
      for i in 0..<graph.nodes {
        let expected = (0..<graph.nodes).filter { i != $0 && (isEdge(size, i, $0) || isEdge(size, $0, i)) }
        #expect(graph.neighbours[i] == expected, "\(name) \(size), node \(i)")
      }
      #expect(graph.isConnected)
    }
  }

  @Test func everyTopologyHasADefinitionHere() {
    #expect(Set(Self.definitions.map(\.name)) == Set(Topologies.all.map { $0.name }))
    #expect(Set(KnownNetwork.all.map(\.topology)) == Set(Topologies.all.map { $0.name }))
  }

  // MARK: The registry

  /// `CompleteBipartite` is named `complete-bipartite`.
  func identifier(ofType name: String) -> String {
    name.enumerated().map { ($0 > 0 && $1.isUppercase ? "-" : "") + $1.lowercased() }.joined()
  }

  @Test func theRegistryListsEveryFileOfItsFolder() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Networks/Topologies").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }.map { $0.deletingPathExtension().lastPathComponent }
    let types = Topologies.all.map { "\($0)" }
    #expect(files.sorted() == types.sorted())
    for topology in Topologies.all { #expect(topology.name == identifier(ofType: "\(topology)")) }
  }

  @Test func entriesAreDistinctAndDescribed() {
    #expect(Set(Topologies.all.map { $0.name }).count == Topologies.all.count)
    #expect(Set(Topologies.all.map { $0.summary }).count == Topologies.all.count)
    #expect(Topologies.all.allSatisfy { !$0.summary.isEmpty })
  }

  // MARK: Errors

  @Test func sizesThatAreNoNetworkAreErrors() {
    for (name, size, message) in [
      ("rign", TopologySize.nodes(4), "unknown topology 'rign'; known: ring, path, complete, star, torus, hypercube"),
      ("ring", .shape(2, 3), "topology 'ring' takes a number of nodes, not a shape"),
      ("torus", .nodes(6), "topology 'torus' takes a shape such as 5x7, not a number of nodes"),
      ("ring", .nodes(1), "a network needs at least 2 nodes, not 1"),
      ("ring", .nodes(0), "a network needs at least 2 nodes, not 0"),
      ("path", .nodes(-3), "a network needs at least 2 nodes, not -3"),
      ("ring", .nodes(100_001), "a network has 2 to 2000 nodes, not 100001"),
      ("star", .nodes(.max), "a network has 2 to 2000 nodes, not \(Int.max)"),
      ("torus", .shape(1, 1), "a network has 2 to 2000 nodes, not 1"),
      ("torus", .shape(1000, 101), "a network has 2 to 2000 nodes, not 101000"),
      ("torus", .shape(0, 5), "a shape of 0x5 has a side outside 1...2000"),
      ("torus", .shape(5, -1), "a shape of 5x-1 has a side outside 1...2000"),
      ("torus", .shape(.max, .max), "a shape of \(Int.max)x\(Int.max) has a side outside 1...2000"),
      ("hypercube", .nodes(6), "a hypercube's number of nodes is a power of two, not 6"),
      ("complete", .nodes(2001), "a network has 2 to 2000 nodes, not 2001"),
    ] {
      #expect(throws: NetworkError(message)) { try Topologies.graph(name, size: size) }
    }
    #expect(NetworkError("what", line: 3).description == "what" && NetworkError("what", line: 3).line == 3)
  }

  @Test func shapesAreRead() throws {
    #expect(try TopologySize(shape: "5x7") == .shape(5, 7) && TopologySize.shape(5, 7).nodes == 35)
    #expect(try TopologySize(shape: "100x1") == .shape(100, 1))
    for text in ["", "5", "x", "5x", "x7", "5x7x1", "axb", "5 x 7", "5X7", "5.0x7", "５x７", "99999999999999999999x2"] {
      #expect(throws: NetworkError("'\(text)' is not a shape (expected for example 5x7)")) {
        try TopologySize(shape: text)
      }
    }
  }

  @Test func theLargestRingIsBuilt() throws {
    #expect(try Topologies.graph("ring", size: .nodes(Topologies.largest)).edgeCount == Topologies.largest)
  }
}
