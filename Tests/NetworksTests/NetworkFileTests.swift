import ExactArithmetic
import Foundation
import LinearAlgebra
import Networks
import PropertyTesting
import Testing

@Suite struct EdgeFileTests {
  func text(_ graph: Graph) -> String {
    "\(graph.nodes)\n" + graph.edges.flatMap { ["\($0.0) \($0.1)\n", "\($0.1) \($0.0)\n"] }.joined()
  }

  @Test func whatIsWrittenIsReadBack() throws {
    try forAll(.graphs(nodes: 2...9), seed: 1) { try NetworkFile.graph(edges: text($0)) == $0 }
  }

  @Test func blanksTabsAndLineEndsOfAnySystem() throws {
    let expected = Graph(nodes: 3, edges: [(0, 1), (1, 2)])
    for text in [
      "3\n0 1\n1 0\n1 2\n2 1", "\n\n  3 \n0\t1\n\n 1   0\n1 2 \n2 1\n\n", "3\r\n0 1\r\n1 0\r\n1 2\r\n2 1\r\n",
      "3\n2 1\n1 0\n1 2\n0 1\n",
    ] {
      #expect(try NetworkFile.graph(edges: text) == expected)
    }
    #expect(try NetworkFile.graph(edges: "2") == Graph(nodes: 2, edges: []))
  }

  static let errors: [(text: String, line: Int, message: String)] = [
    ("", 1, "expected the number of nodes, found an empty file"),
    ("\n \n", 1, "expected the number of nodes, found an empty file"),
    ("abc", 1, "expected the number of nodes, found 'abc'"),
    ("0 1\n1 0", 1, "expected the number of nodes, found '0 1'"),
    ("\n3.5\n", 2, "expected the number of nodes, found '3.5'"), ("３", 1, "expected the number of nodes, found '３'"),
    ("99999999999999999999", 1, "expected the number of nodes, found '99999999999999999999'"),
    ("0", 1, "a network has 2 to 2000 nodes, not 0"), ("1", 1, "a network has 2 to 2000 nodes, not 1"),
    ("-4", 1, "a network has 2 to 2000 nodes, not -4"), ("100001", 1, "a network has 2 to 2000 nodes, not 100001"),
    ("2\n0 1\n1 0\n0 2", 4, "node 2 does not exist; nodes are 0 ... 1"),
    ("2\n-1 0", 2, "node -1 does not exist; nodes are 0 ... 1"),
    ("2\n\n5 7", 3, "node 5 does not exist; nodes are 0 ... 1"), ("3\n1 1", 2, "node 1 has an edge to itself"),
    ("3\n0 1\n1 0\n0 1", 4, "edge 0 1 is listed twice"),
    ("3\n0 1\n1 0\n\n1 2\n0 2\n2 0", 5, "edge 1 2 has no reverse edge 2 1; the graph must be symmetric"),
    ("3\n2 0\n1 2", 2, "edge 2 0 has no reverse edge 0 2; the graph must be symmetric"),
    ("3\n0", 2, "expected an edge 'from to', found '0'"), ("3\n0 1 2", 2, "expected an edge 'from to', found '0 1 2'"),
    ("3\n0 1\na b", 3, "expected an edge 'from to', found 'a b'"),
    ("3\n# a comment", 2, "expected an edge 'from to', found '# a comment'"),
    ("3\r\n0 1\r\n0.5 1", 3, "expected an edge 'from to', found '0.5 1'"),
  ]

  @Test(arguments: errors.indices) func errorsNameTheirLine(index: Int) {
    let (text, line, message) = Self.errors[index]
    #expect(throws: NetworkError(message, line: line), "\(text)") { try NetworkFile.graph(edges: text) }
  }
}

@Suite struct MatrixFileTests {
  @Test func matricesAreReadExactly() throws {
    let text = "1/2, 0.25  2.5e-1\n\n0.25,0.5,.25\r\n1/4\t25e-2 0.5\n"
    let expected = Matrix<Rational>(rows: 3, columns: 3) { $0 == $1 ? Rational(1, 2) : Rational(1, 4) }
    #expect(try NetworkFile.mixingMatrix(rows: text).weights == expected)
    let third = "1/3 1/3 1/3\n1/3 1/3 1/3\n1/3 1/3 1/3"
    #expect(try NetworkFile.mixingMatrix(rows: third).spectrum().contraction == Enclosure(0))
  }

  @Test func whatIsWrittenIsReadBack() throws {
    try forAll(.graphs(nodes: 2...7), .element(of: [MixingWeights.metropolis, .lazyMetropolis]), count: 200, seed: 1) {
      graph, rule in
      let matrix = MixingMatrix(graph, weights: rule)
      let text = (0..<graph.nodes).map { matrix.weights.row($0).map(\.description).joined(separator: ", ") }
      return try NetworkFile.mixingMatrix(rows: text.joined(separator: "\n")) == matrix
    }
  }

  static let notANumber = "is not a number (expected for example 1/40, 0.025, 1e-3 or -7)"

  static let errors: [(text: String, line: Int?, message: String)] = [
    ("1/2 1/2", 1, "a mixing matrix is square, not 1 x 2"), ("1\n1\n\n1\n", 4, "a mixing matrix is square, not 3 x 1"),
    ("1/2 1/2\n1/2 1/2\n1/2 1/2", 3, "a mixing matrix is square, not 3 x 2"),
    ("1/2 1/2\n\n1/2 1/4 1/4", 3, "a row of 3 entries after rows of 2"),
    ("1/2 1/4 1/4\n1/2 1/2", 2, "a row of 2 entries after rows of 3"),
    ("1/2 1/2\nnan 1/2", 2, "'nan' \(notANumber)"), ("1/2 1/2\n\n1/2 inf", 3, "'inf' \(notANumber)"),
    ("a b\nc d", 1, "'a' \(notANumber)"), ("1/2 1/2\n1/2 1/0", 2, "'1/0' divides by zero"),
    ("1/2 1e99999\n1/2 1/2", 1, "'1e99999' has an exponent beyond 10000"),
    ("1 0 0\n0 3/2 -1/2\n0 -1/2 3/2", 2, "not doubly stochastic: the weight in row 1, column 2 is -1/2"),
    ("1/2 1/2\n\n\n1/2 0.4999", 4, "not doubly stochastic: row 1 sums to 9999/10000, not 1"),
    ("0.3 0.3 0.3\n0.3 0.4 0.3\n0.3 0.3 0.4", 1, "not doubly stochastic: row 0 sums to 9/10, not 1"),
    ("\n1/2 1/2\n1 0", nil, "not doubly stochastic: column 0 sums to 3/2, not 1"),
    ("0 1 0\n0 0 1\n1 0 0", 1, "not symmetric: entry (0, 1) is 1, entry (1, 0) is 0"),
    ("1 0 0 0\n0 0 1 0\n\n0 0 0 1\n0 1 0 0", 2, "not symmetric: entry (1, 2) is 1, entry (2, 1) is 0"),
    ("", 1, "a network needs at least 2 nodes, not 0"), ("\n1\n", 2, "a network needs at least 2 nodes, not 1"),
  ]

  @Test(arguments: errors.indices) func errorsNameTheirLine(index: Int) {
    let (text, line, message) = Self.errors[index]
    #expect(throws: NetworkError(message, line: line), "\(text)") { try NetworkFile.mixingMatrix(rows: text) }
  }
}

/// Networks that other projects publish, read from beside the package where they are kept.
@Suite(.enabled(if: ExampleNetworks.areThere, "there are no example networks in ../shared/data/networks"))
struct ExampleNetworkTests {
  func graph(_ name: String) throws -> (graph: Graph, lines: Int) {
    let text = try String(contentsOf: ExampleNetworks.folder.appending(path: name), encoding: .utf8)
    return (try NetworkFile.graph(edges: text), text.split(whereSeparator: \.isNewline).count)
  }

  @Test(arguments: [("36_nodes.edges", 36), ("6_star.edges", 6), ("96_nodes_smallworld.edges", 96)])
  func everyLineIsAnEdge(name: String, nodes: Int) throws {
    let (graph, lines) = try graph(name)
    #expect(graph.nodes == nodes && graph.isConnected)
    #expect(graph.edgeCount * 2 == lines - 1)
  }

  @Test func theStarIsTheTopology() throws {
    #expect(try graph("6_star.edges").graph == Topologies.graph("star", size: .nodes(6)))
  }

  @Test(arguments: ["36_nodes.edges", "96_nodes_smallworld.edges"])
  func theCertifiedSpectrumIsNearTheEstimate(name: String) throws {
    let matrix = MixingMatrix(try graph(name).graph, weights: .metropolis)
    #expect(matrix.isDoublyStochastic && matrix.isSymmetric)
    let estimates = try EstimatedEigensystem(of: matrix.weights.map { Double($0) }, vectors: false).values
    let spectrum = matrix.spectrum()
    let second = try #require(spectrum.secondEigenvalue)
    let smallest = try #require(spectrum.smallestEigenvalue)
    #expect((Double(second.midpoint) - estimates[estimates.count - 2]).magnitude < 1e-11)
    #expect((Double(smallest.midpoint) - estimates[0]).magnitude < 1e-11)
    #expect(second.width <= Spectrum.defaultWidth && smallest.width <= Spectrum.defaultWidth)
    #expect(spectrum.contraction == .maximum(second.magnitude, smallest.magnitude) && spectrum.contraction.upper < 1)
  }
}

enum ExampleNetworks {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data/networks").standardizedFileURL
  static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
}
