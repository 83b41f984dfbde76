import Foundation
import Simulation
import Testing

@Suite struct LatencyMatrixTests {
  @Test func blanksAndCommasSeparate() throws {
    for text in ["0 1.5\n2 0.25", "0,1.5\n2,0.25\n", "\r\n 0 , 1.5 \r\n\r\n2\t0.25\r\n"] {
      let matrix = try LatencyMatrix(parsing: text)
      #expect(matrix.nodes == 2)
      #expect(matrix[Link(from: 0, to: 1)] == 1.5 && matrix[Link(from: 1, to: 0)] == 2)
      #expect(matrix[Link(from: 0, to: 0)] == 0 && matrix[Link(from: 1, to: 1)] == 0.25)
    }
    #expect(try LatencyMatrix(parsing: "7")[Link(from: 0, to: 0)] == 7)
  }

  @Test func whatWasNotMeasuredIsMarked() throws {
    let matrix = try LatencyMatrix(parsing: "0 -1\n3 -1.0", unmeasured: -1)
    #expect(matrix[Link(from: 0, to: 1)] == nil && matrix[Link(from: 1, to: 0)] == 3)
    #expect(matrix.unmeasured == [Link(from: 0, to: 1), Link(from: 1, to: 1)])
    #expect(throws: SimulationError("a latency of -1, which is negative", line: 1)) {
      try LatencyMatrix(parsing: "0 -1\n3 0", unmeasured: -2)
    }
  }

  /// The first row alone must not decide how much memory is taken.
  @Test func aLongRowIsAnError() {
    let text = String(repeating: "1 ", count: 3_000_000)
    #expect(throws: SimulationError("a latency matrix is square, not 1 x 3000000", line: 1)) {
      try LatencyMatrix(parsing: text)
    }
  }

  static let errors: [(text: String, line: Int, message: String)] = [
    ("", 1, "a latency matrix in an empty file"), (" \n\n", 1, "a latency matrix in an empty file"),
    ("1 2\n3 x", 2, "a latency of 'x'"), ("1 2\n\n3 -4", 3, "a latency of -4, which is negative"),
    ("1 nan\n3 4", 1, "a latency of nan, which is not finite"),
    ("1 2\n3 1e999", 2, "a latency of 1e999, which is not finite"),
    ("1 2\n3", 2, "a row of 1 latencies after rows of 2"), ("1 2\n3 4 5", 2, "a row of 3 latencies after rows of 2"),
    ("1 2", 1, "a latency matrix is square, not 1 x 2"), ("1 2\n3 4\n\n5 6", 4, "row 3 of a matrix of 2 columns"),
    ("1,,2\n3,4", 1, "an entry is missing between commas"), ("1,2\n3,", 2, "an entry is missing between commas"),
  ]

  @Test(arguments: errors.indices) func errorsNameTheirLine(index: Int) {
    let (text, line, message) = Self.errors[index]
    #expect(throws: SimulationError(message, line: line), "\(text)") { try LatencyMatrix(parsing: text) }
  }

  static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/networks/wonder-latencies-227.csv").standardizedFileURL

  /// Measured round-trip times between 227 cities, as others publish them.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: file.path),
      "there is no wonder-latencies-227.csv in ../shared/data/networks"))
  func publishedLatenciesAreRead() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(throws: SimulationError("a latency of -0.5, which is negative", line: 15)) {
      try LatencyMatrix(parsing: text)
    }
    let matrix = try LatencyMatrix(parsing: text, unmeasured: -0.5)
    #expect(matrix.nodes == 227 && matrix.unmeasured.count == 51 && matrix.unmeasured.first == Link(from: 14, to: 219))
    #expect(matrix[Link(from: 0, to: 0)] == 0.0215 && matrix[Link(from: 0, to: 2)] == 90.8835)
    #expect(matrix[Link(from: 0, to: 1)] != matrix[Link(from: 1, to: 0)])
  }
}
