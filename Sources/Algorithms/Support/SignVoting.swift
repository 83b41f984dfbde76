import ExactArithmetic
import LinearAlgebra
import Simulation

/// What the sign methods share: workers send signs, the server decodes one for each coordinate and steps.
protocol SignVoting: Algorithm {
  var adversaries: Adversaries { get }
}

extension SignVoting {
  public static var update: UpdateKind { .sign }
  public var workers: Int { mixing.nodes }
  public var models: Int { 1 }
  public func bitsPerIteration(dimension: Int) -> Int? { workers * dimension }
  /// Signs are sent and the decoded signs come back, no models; see `bitsPerIteration`.
  public func traffic(in slot: Slot) -> Traffic { Traffic(models: 0, gradients: workers) }

  /// Turns the workers' gradients into the votes that arrive. A gradient of exactly 0 abstains.
  func castVotes<S: RunScalar>(_ gradients: inout Matrix<S>, draws: DrawOracle<S>) {
    for index in gradients.elements.indices { gradients.elements[index] = gradients.elements[index].sign }
    adversaries.corrupt(&gradients, draws: draws)
  }

  /// U = sign of the sum of the votes over the workers, times `weight(worker, coordinate)`; 0 on a tie.
  func decode<S: RunScalar>(_ votes: Matrix<S>, into decision: inout [S], weight: ((Int, Int) -> S)?) {
    let d = votes.columns
    for k in 0..<d {
      var sum = S.zero
      for m in 0..<votes.rows {
        let vote = votes.elements[m * d + k]
        sum += weight.map { $0(m, k) * vote } ?? vote
      }
      decision[k] = sum.sign
    }
  }

  /// x <- x - delta U
  func descend<S: RunScalar>(_ state: inout AlgorithmState<S>) {
    for k in 0..<state.models.columns { state.models.elements[k] -= state.stepSize * state.decision[k] }
    state.iteration += 1
  }
}
