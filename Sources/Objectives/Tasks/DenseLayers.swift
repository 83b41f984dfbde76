/// The shape of a network of fully connected layers, and where each layer lies in the one vector of all parameters.
///
/// Layer l maps a_l, of width n_l, to z_l = W_l^T a_l + b_l, of width n_(l+1); between layers a_(l+1) = max(z_l, 0). The
/// vector holds layer after layer, for each the weights W_l, n_l x n_(l+1) and row by row, and then the biases b_l.
public struct DenseLayers: Sendable, Equatable {
  /// Inputs, hidden layers, outputs.
  public let widths: [Int]
  /// Where the weights of each layer start, and the end.
  private let starts: [Int]

  /// - Precondition: at least two widths, all positive, with fewer than 2^31 parameters.
  public init(widths: [Int]) {
    precondition(widths.count >= 2 && widths.allSatisfy { $0 > 0 && $0 < 1 << 31 }, "layers of widths \(widths)")
    var starts = [0]
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      starts.append(starts.last! + (inputs + 1) * outputs)
      precondition(starts.last! < 1 << 31, "more than 2^31 parameters")
    }
    self.widths = widths
    self.starts = starts
  }

  public var count: Int { widths.count - 1 }
  /// d
  public var parameterCount: Int { starts.last! }
  public func weights(of layer: Int) -> Range<Int> {
    starts[layer]..<starts[layer] + widths[layer] * widths[layer + 1]
  }
  public func biases(of layer: Int) -> Range<Int> { weights(of: layer).upperBound..<starts[layer + 1] }
}
