import ExactArithmetic
import LinearAlgebra
import Simulation

/// The local steps of clients: y <- y - eta (g_i(y) + mu (y - anchor)), K times.
enum LocalTraining {
  /// - Parameters:
  ///   - clients: ascending; client i works on row `firstRow + i` of the models.
  ///   - steps: K, the same for all of them.
  ///   - proximal: mu, the weight of (mu/2) |y - anchor|^2; zero leaves it out.
  ///   - anchor: the row of a client's anchor.
  ///   - stepSize: eta of local step k.
  @_specialize(where S == Lanes)
  @_specialize(where S == Double)
  static func run<S: RunScalar>(
    _ state: inout AlgorithmState<S>, clients: [Int], firstRow: Int, steps: Int, proximal: Rational,
    anchor: (Int) -> Int, stepSize: (Int) -> S, gradients: GradientOracle<S>
  ) {
    let d = state.models.columns
    let readers = Readers(clients, firstRow: firstRow)
    let pull = S(proximal)
    for k in 0..<steps {
      gradients(state.models, readers, &state.gradients)
      let step = stepSize(k)
      for client in clients {
        let (own, far) = ((firstRow + client) * d, anchor(client) * d)
        for j in 0..<d {
          var slope = state.gradients.elements[client * d + j]
          if !proximal.isZero {
            slope += pull * (state.models.elements[own + j] - state.models.elements[far + j])
          }
          state.models.elements[own + j] -= step * slope
        }
      }
    }
  }
}
