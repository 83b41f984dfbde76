import ExactArithmetic
import LinearAlgebra
import Simulation

/// The data set Synthetic(alpha, beta): clients with different models and different inputs.
///
/// For client k, u_k ~ N(0, alpha) and B_k ~ N(0, beta); its model is W_k, 60 x 10, and b_k, 10, with entries from N(u_k, 1);
/// its inputs have the mean v_k with entries from N(B_k, 1), and x ~ N(v_k, diag(j^-1.2)), j = 1 ... 60; the label is the first
/// of the largest entries of W_k^T x + b_k. So alpha controls how much the models differ and beta how much the inputs do. The
/// identically distributed version has one W and b with entries from N(0, 1) for all clients, and v_k = 0.
///
/// A client has 50 + floor(exp(4 + 2 Z)) samples with a normal Z, a heavy tail that is taken for a power law.
///
/// The second parameter of N is the variance in the papers' notation, but the standard deviation in the authors' code, which the
/// published runs used; the two agree for 0 and 1. `spread` says which.
///
/// Every number has an address in the stream `federation`, so a client's data depend on the seed and the client's number only,
/// and are the same on every machine. At iteration k of the stream, the client's number, the 60 normals of sample n are those
/// of replicate n; u_k, B_k and Z are numbers 0, 1 and 2 of replicate 2^31, v_k of replicate 2^31 + 8, W_k and then b_k
/// of replicate 2^31 + 16, the shared ones at iteration 2^31.
///
/// Source: T. Li, A. K. Sahu, M. Zaheer, M. Sanjabi, A. Talwalkar, V. Smith, Federated optimization in heterogeneous networks,
/// MLSys 2020, section 5.1 and appendix C; used by Q. Wang, Q. Yang, S. He, Z. Shi, J. Chen, AsyncFedED, arXiv 2205.13797.
public struct SyntheticFederation: Sendable, Equatable {
  public static let dimension = 60
  public static let classes = 10
  /// Clients' sizes beyond it are cut to it; a drawn one is larger with probability below 10^-6.
  public static let largestSize = 1 << 20

  /// alpha; not negative.
  public var modelSpread: Rational
  /// beta; not negative.
  public var inputSpread: Rational
  public var spread: Spread
  /// Whether all clients have the same distribution; alpha and beta then have no meaning.
  public var isIdentical: Bool
  public var sizes: Sizes
  public var seed: UInt64

  /// What alpha and beta are.
  public enum Spread: Sendable, Equatable {
    /// Standard deviations, as in the authors' code.
    case deviation
    /// Variances, as the papers write them.
    case variance
  }

  /// How many samples clients have, for training and test together.
  public enum Sizes: Sendable, Equatable {
    /// The papers' law.
    case heavyTailed
    /// The same number for each.
    case equal(Int)
  }

  /// - Precondition: alpha and beta are in 0 ... 1000, an equal size in 1 ... `largestSize`.
  public init(
    modelSpread: Rational, inputSpread: Rational, spread: Spread = .deviation, isIdentical: Bool = false,
    sizes: Sizes = .heavyTailed, seed: UInt64
  ) {
    precondition(
      [modelSpread, inputSpread].allSatisfy { $0.signum >= 0 && $0 <= 1000 },
      "Synthetic(\(modelSpread), \(inputSpread))")
    if case .equal(let size) = sizes { precondition(size >= 1 && size <= Self.largestSize, "clients of size \(size)") }
    self.modelSpread = modelSpread
    self.inputSpread = inputSpread
    self.spread = spread
    self.isIdentical = isIdentical
    self.sizes = sizes
    self.seed = seed
  }

  /// The clients 0 ..< `clients`. Of each the first samples, floor(`trainingShare` of them) but at least one, are for training
  /// and the rest for the test; as samples are independent the order is as good as any.
  ///
  /// - Precondition: `clients` in 1 ..< 2^24, a share in [0, 1].
  public func task<Real: PackedScalar>(
    clients: Int, trainingShare: Rational = Rational(9, 10), as scalar: Real.Type = Real.self
  ) -> ClassificationTask<Real> {
    precondition(clients > 0 && clients < 1 << 24, "\(clients) clients")
    precondition(trainingShare.signum >= 0 && trainingShare <= 1, "a share of \(trainingShare)")
    var (features, labels, parts) = ([Real](), [Int](), [ClassificationTask<Real>.Client]())
    for k in 0..<clients {
      let model = clientModel(k)
      let start = labels.count
      append(samplesOf: k, model, &features, &labels)
      let training = max(1, (trainingShare * Rational(model.size)).floor.asInt!)
      parts.append(
        .init(
          name: "\(k)", training: Array(start..<start + training), test: Array(start + training..<start + model.size)))
    }
    return ClassificationTask(
      samples: ClassifiedSamples(features: features, labels: labels, dimension: Self.dimension, classes: Self.classes),
      clients: parts)
  }

  /// What makes the samples of a client.
  package struct ClientModel: Sendable, Equatable {
    /// u_k
    package var modelMean: Double
    /// B_k
    package var inputMean: Double
    /// How many samples.
    package var size: Int
    /// v_k, 60 numbers.
    package var centre: [Double]
    /// W_k, 60 x 10, row by row.
    package var weights: [Double]
    /// b_k, 10 numbers.
    package var biases: [Double]
  }

  package func clientModel(_ k: Int) -> ClientModel {
    let (d, c) = (Self.dimension, Self.classes)
    let scalars = normals(3, iteration: k, replicate: 1 << 31)
    let (modelMean, inputMean) =
      isIdentical ? (0, 0) : (deviation(modelSpread) * scalars[0], deviation(inputSpread) * scalars[1])
    let size: Int
    switch sizes {
    case .heavyTailed: size = min(50 + Int((4 + 2 * scalars[2]).naturalExponential), Self.largestSize)
    case .equal(let equal): size = equal
    }
    let model = normals((d + 1) * c, iteration: isIdentical ? 1 << 31 : k, replicate: 1 << 31 + 16)
      .map { $0 + modelMean }
    return ClientModel(
      modelMean: modelMean, inputMean: inputMean, size: size,
      centre: isIdentical
        ? Array(repeating: 0, count: d)
        : normals(d, iteration: k, replicate: 1 << 31 + 8).map { $0 + inputMean },
      weights: Array(model[..<(d * c)]), biases: Array(model[(d * c)...]))
  }

  private func deviation(_ spread: Rational) -> Double {
    self.spread == .deviation ? Double(spread) : Double(spread).squareRoot()
  }

  /// j^-0.6 for j = 1 ... 60
  private static let deviations = (1...dimension).map { (-0.6 * Double($0).naturalLogarithm).naturalExponential }

  private var stream: NoiseStream { NoiseStream(seed: seed, purpose: StreamPurpose.federation.rawValue) }

  /// The first normals of one replicate.
  private func normals(_ count: Int, iteration: Int, replicate: Int) -> [Double] {
    var lanes = [SIMD8<Double>](repeating: .zero, count: count)
    lanes.withUnsafeMutableBufferPointer {
      stream.fillGaussian($0, firstReplicate: UInt32(replicate), iteration: UInt32(iteration))
    }
    return lanes.map { $0[0] }
  }

  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  private func append<Real: PackedScalar>(
    samplesOf k: Int, _ model: ClientModel, _ features: inout [Real], _ labels: inout [Int]
  ) {
    let (d, c) = (Self.dimension, Self.classes)
    var normals = [SIMD8<Double>](repeating: .zero, count: d)
    for first in stride(from: 0, to: model.size, by: 8) {
      normals.withUnsafeMutableBufferPointer {
        stream.fillGaussian($0, firstReplicate: UInt32(first), iteration: UInt32(k))
      }
      for j in 0..<d { normals[j] = model.centre[j] + Self.deviations[j] * normals[j] }
      // The outputs of eight samples at once, summed in ascending order of the features.
      var best = (value: SIMD8<Double>.zero, place: SIMD8<Int64>.zero)
      for label in 0..<c {
        var output = SIMD8(repeating: model.biases[label])
        for j in 0..<d { output += model.weights[j * c + label] * normals[j] }
        let isLarger = label == 0 ? SIMDMask(repeating: true) : output .> best.value
        best.value.replace(with: output, where: isLarger)
        best.place.replace(with: Int64(label), where: isLarger)
      }
      for lane in 0..<min(8, model.size - first) {
        for j in 0..<d { features.append(Real(normals[j][lane])) }
        labels.append(Int(best.place[lane]))
      }
    }
  }
}
