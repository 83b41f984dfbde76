import ExactArithmetic
import LinearAlgebra
import Networks
import Simulation

/// Sparse sign methods: each worker adds its gradient to an error memory, sends the signs of k coordinates of the sum
/// and keeps the others; the server takes the majority of what arrives, 0 where nothing or a tie does.
///
/// Top-k sends the largest magnitudes with their places. Random-k sends k coordinates that are the same for all workers
/// and need not be sent, being drawn from a common seed.
///
/// Source: C. Park, N. Lee, S^3GD-MV: Sparse-SignSGD with majority vote, arXiv 2302.07475.
public struct SparseSignSGD: SignVoting {
  public static let name = "signsgd-sparse"
  public static let summary =
    "signSGD with majority vote on k coordinates per worker, top-k or random-k, with error memory"
  public static let parameters =
    [
      Parameter("sent", .integer(1...1_000_000), fallback: .number(1), "k, coordinates that a worker sends"),
      Parameter(
        "selection", .word(Selection.allCases.map(\.rawValue)), fallback: .word(Selection.top.rawValue),
        "which k coordinates a worker sends"),
    ] + Adversaries.parameters

  enum Selection: String, CaseIterable {
    case top = "top-k"
    case random = "random-k"
  }

  public let settings: AlgorithmSettings
  public let mixing: MixingMatrix
  let adversaries: Adversaries
  private let sent: Int
  private let selection: Selection

  public init(_ settings: AlgorithmSettings, network: MixingMatrix) throws(AlgorithmError) {
    try network.requireServer(for: Self.name)
    self.settings = settings
    mixing = network
    adversaries = try Adversaries(settings, workers: network.nodes)
    sent = settings.integer("sent")
    selection = Selection(rawValue: settings.word("selection"))!
  }

  public var comparesMagnitudes: Bool { selection == .top }
  public var accumulatesGradients: Bool { true }

  /// The error memory, n x d.
  public func memoryShapes(dimension: Int) -> [(rows: Int, columns: Int)] { [(workers, dimension)] }

  /// A sign is one bit, and under top-k its place takes ceil(log2 d).
  public func bitsPerIteration(dimension: Int) -> Int? {
    let place = selection == .top ? Int.bitWidth - (dimension - 1).leadingZeroBitCount : 0
    return workers * min(sent, dimension) * (1 + place)
  }

  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  public func step<S: RunScalar>(
    _ state: inout AlgorithmState<S>, _ slot: Slot, gradients: GradientOracle<S>, draws: DrawOracle<S>
  ) {
    gradients(state.models, .all, &state.gradients)
    let (n, d) = (state.gradients.rows, state.gradients.columns)
    var common: [S] = []
    if selection == .random {
      // The k largest of d uniform numbers are k coordinates without preference.
      var numbers = [S](repeating: .zero, count: d)
      draws(.uniform, &numbers)
      common = S.largest(min(sent, d), of: numbers)
    }
    for m in 0..<n {
      let row = (m * d)..<((m + 1) * d)
      for index in row { state.memory[0].elements[index] += state.gradients.elements[index] }
      let mask = selection == .top ? S.largest(min(sent, d), of: Array(state.memory[0].elements[row])) : common
      for k in 0..<d {
        let value = state.memory[0].elements[m * d + k]
        state.gradients.elements[m * d + k] = mask[k] * value
        state.memory[0].elements[m * d + k] = (S.one - mask[k]) * value
      }
    }
    castVotes(&state.gradients, draws: draws)
    decode(state.gradients, into: &state.decision, weight: nil)
    descend(&state)
  }
}
