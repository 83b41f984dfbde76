import ExactArithmetic
import Simulation
import Testing
import Training

@Suite struct EnvironmentFileTests {
  static func profileError(_ lines: String, nodes: Int = 2) -> SimulationError? {
    #expect(throws: SimulationError.self) {
      try NodeProfile.profiles(csv: "node,secondsPerStep,upload,download\n" + lines, nodes: nodes)
    }
  }

  @Test func profilesAreRead() throws {
    let text = "node,secondsPerStep,upload,download\n1, 0.25, 1e6, 2e6\n\n0,0,5,7\n"
    let expected = [
      NodeProfile(secondsPerStep: 0, upload: 5, download: 7),
      NodeProfile(secondsPerStep: 0.25, upload: 1e6, download: 2e6),
    ]
    #expect(try NodeProfile.profiles(csv: text, nodes: 2) == expected)
  }

  @Test func wrongProfilesNameTheirLine() {
    let cases: [(String, Int, String)] = [
      ("0,1,-5,7\n1,1,5,7", 2, "an upload of -5, which is negative"),
      ("0,1,5,7\n1,1,5,0", 3, "a download of 0, which never ends"),
      ("0,1,5,7\n\n2,1,5,7", 4, "node 2 does not exist; nodes are 0 ... 1"),
      ("0,1,5,7\n0,1,5,7", 3, "node 0 has a profile already, on line 2"),
      ("1,1,5,7", 2, "node 0 has no profile"),
      ("", 1, "node 0 has no profile"),
      ("0,nan,5,7\n1,1,5,7", 2, "a step of nan, which is not finite"),
      ("0,1,inf,7\n1,1,5,7", 2, "an upload of inf, which is not finite"),
      ("0,-1,5,7\n1,1,5,7", 2, "a step of -1, which is negative"),
      ("0,1,five,7\n1,1,5,7", 2, "an upload of 'five'"),
      ("0,1,5\n1,1,5,7", 2, "expected 'node,secondsPerStep,upload,download', found 3 fields"),
    ]
    for (lines, line, message) in cases {
      #expect(Self.profileError(lines) == SimulationError(message, line: line))
    }
    #expect(throws: SimulationError.self) { try NodeProfile.profiles(csv: "node,upload\n0,5\n", nodes: 1) }
  }

  @Test func staysAreRead() throws {
    let text = "node,start,end\n1,5,8\n0,0,4\n0,4,9\n1,10,11\n"
    let trace = try Availability(intervals: text, nodes: 2)
    #expect(trace.initiallyPresent == [0])
    #expect(
      trace.events == [
        ChurnEvent(.join, node: 1, at: 5), ChurnEvent(.crash, node: 1, at: 8), ChurnEvent(.crash, node: 0, at: 9),
        ChurnEvent(.join, node: 1, at: 10), ChurnEvent(.crash, node: 1, at: 11),
      ])
    #expect(!trace.isConstant)
    #expect(Availability(nodes: 3).isConstant)
  }

  @Test func wrongStaysNameTheirLine() {
    let cases: [(String, Int, String)] = [
      ("0,0,4\n0,3,9\n1,0,1", 3, "node 0 comes at 3.0, but it is there until 4.0"),
      ("0,5,9\n0,1,3\n1,0,1", 3, "time goes back for node 0, from 5.0 to 1.0"),
      ("0,0,4\n0,6,7", 3, "the trace has a gap: node 1 is never there"),
      ("", 1, "the trace has a gap: node 0 is never there"),
      ("0,4,4\n1,0,1", 2, "node 0 comes at 4.0 and goes at 4.0, not later"),
      ("0,-1,4\n1,0,1", 2, "a start of -1, which is negative"),
      ("0,0,inf\n1,0,1", 2, "an end of inf, which is not finite"),
      ("0,0,4\n7,0,1", 3, "node 7 does not exist; nodes are 0 ... 1"),
    ]
    for (lines, line, message) in cases {
      #expect(throws: SimulationError(message, line: line)) {
        try Availability(intervals: "node,start,end\n" + lines, nodes: 2)
      }
    }
  }

  /// Node i stands at row i modulo the rows; halves of round trips; a pair that was not measured is an error once needed.
  @Test func latenciesAreThoseOfTheMatrix() throws {
    let matrix = try LatencyMatrix(parsing: "-1 20 30\n40 50 60\n70 80 90", unmeasured: -1)
    let latency = try MessageLatency(matrix, share: 1, nodes: 3)
    #expect(latency(from: 0, to: 2) == 0.03)
    #expect(latency(from: 2, to: 0) == 0.07)
    #expect(latency(from: 1, to: 1) == 0)
    #expect(throws: SimulationError("the latency from place 0 to place 0 was not measured")) {
      try MessageLatency(matrix, nodes: 4)
    }
    let halves = try MessageLatency(try LatencyMatrix(parsing: "10 20\n30 40"), share: Rational(1, 2), nodes: 5)
    #expect(halves(from: 4, to: 3) == 0.01)
    #expect(halves(from: 4, to: 2) == 0.005)
  }

  /// The opposite direction stands for what was not measured, and the fallback for both.
  @Test func unmeasuredLatenciesHaveAFallback() throws {
    let matrix = try LatencyMatrix(parsing: "-1 -1 30\n40 50 -1\n70 -1 90", unmeasured: -1)
    let latency = try MessageLatency(matrix, share: Rational(1, 2), nodes: 4, fallback: 80)
    #expect(latency(from: 0, to: 1) == 0.02)
    #expect(latency(from: 1, to: 0) == 0.02)
    #expect(latency(from: 1, to: 2) == 0.04)
    #expect(latency(from: 0, to: 3) == 0.04)
    #expect(latency(from: 0, to: 2) == 0.015)
  }

  @Test func environmentsMustFit() {
    #expect(throws: TrainingError("an environment has 1 to 2^24 - 1 nodes, not 0")) {
      try TrainingEnvironment(nodes: 0, profile: NodeProfile(secondsPerStep: 1))
    }
    #expect(throws: TrainingError("the availability of 3 nodes for 2 profiles")) {
      try TrainingEnvironment(
        profiles: Array(repeating: NodeProfile(secondsPerStep: 1), count: 2), availability: Availability(nodes: 3))
    }
  }
}
