import ExactArithmetic
import LinearAlgebra
import Simulation

/// f_i(x) = (1/m_i) sum_j phi(b_ij a_ij.x) + (lambda/2) |x|^2 over the m_i samples (a_ij, b_ij) of node i.
///
/// A stochastic gradient is the mean over a mini-batch of B_i samples of the node, each drawn uniformly with replacement;
/// a full batch has no noise. Features, lambda and the start are doubles: what is certified is certified of those.
public struct LinearModel<Loss: ScalarLoss>: Objective {
  public static var name: String { Loss.name }
  public static var summary: String { Loss.summary }

  /// lambda
  public let regularisation: Rational
  public let start: [Rational]
  /// B_i; m_i for a full batch.
  public let batchSizes: [Int]
  /// Nodes that take all their samples, each once.
  public let isFullBatch: [Bool]
  public let constants: ObjectiveConstants
  /// The point x~ that metrics are measured against, close to the minimiser; `nil` for a loss that is not convex.
  public let minimum: CertifiedMinimum?
  let rows: MarginRows

  /// - Parameters:
  ///   - assignment: the samples of each node.
  ///   - regularisation: rounded to a double.
  ///   - batchSizes: one for each node, 0 for a full batch; `nil` is full batches.
  ///   - start: rounded to doubles; zero by default.
  /// - Precondition: every node has a sample, `regularisation` is 0 or in 2^-64 ... 2^64, and positive for a convex loss;
  ///   shapes agree.
  /// - Complexity: O(N d) and an eigensystem of size min(m_i, d) for each node; for a convex loss some ten steps of
  ///   O(N d^2 + d^3).
  public init(
    samples: LabelledSamples, assignment: [[Int]], regularisation: Rational, batchSizes: [Int]? = nil,
    start: [Rational]? = nil
  ) {
    let d = samples.dimension
    let batches = batchSizes ?? assignment.map { _ in 0 }
    precondition(!assignment.isEmpty && assignment.allSatisfy { !$0.isEmpty }, "a node without samples")
    precondition(batches.count == assignment.count, "\(batches.count) batch sizes for \(assignment.count) nodes")
    precondition(batches.allSatisfy { (0...MiniBatchSampler<Loss>.largestBatch).contains($0) }, "batches \(batches)")
    precondition((start?.count ?? d) == d, "a start of another dimension")
    precondition(Self.allows(regularisation: regularisation), "a regularisation of \(regularisation)")
    self.regularisation = Rational(exactly: Double(regularisation))!
    self.start = (start ?? Array(repeating: 0, count: d)).map { Rational(exactly: Double($0))! }
    isFullBatch = batches.map { $0 == 0 }
    self.batchSizes = zip(batches, assignment).map { $0 == 0 ? $1.count : $0 }
    rows = MarginRows(samples, assignment: assignment)
    let evaluation = CertifiedEvaluation<Loss>(rows, regularisation: Double(regularisation))
    let start = self.start.map { Double($0) }
    minimum = Loss.isConvex ? CertifiedMinimum(evaluation, from: start) : nil
    let statistics = MarginStatistics(rows)
    constants = Self.constants(
      statistics, regularisation: self.regularisation,
      batchSizes: zip(self.batchSizes, isFullBatch).map { $1 ? nil : $0 },
      gap: minimum?.gap(at: start, evaluation) ?? evaluation.value(at: start),
      distance: minimum?.squaredDistance(from: start))
    squaredLengthBound = statistics.longestSquare
    noiseVariances = Self.noiseVariances(
      statistics, batchSizes: zip(self.batchSizes, isFullBatch).map { $1 ? nil : $0 })
  }

  /// Whether the certified constants can be had with this lambda.
  public static func allows(regularisation: Rational) -> Bool {
    (regularisation.isZero && !Loss.isConvex)
      || (regularisation >= .powerOfTwo(-64) && regularisation <= .powerOfTwo(64))
  }

  public var workers: Int { rows.nodes }
  public var dimension: Int { rows.dimension }
  /// Noise comes from the mini-batches alone.
  public var noise: Noise { .none }
  public let noiseVariances: [Rational]
  /// max_ij |a_ij|^2, exactly.
  public let squaredLengthBound: Rational

  public var separated: SeparatedQuadratic? { nil }
  public var coordinatewise: SeparatedQuadratic? { nil }

  /// A bound G on the length of every stochastic gradient within a distance of the origin; with lambda = 0 everywhere.
  ///
  /// |g| <= max |phi'| max_ij |a_ij| + lambda |x|; the root is rounded up, by less than 2^-60 of itself, if it is irrational.
  public func gradientBound(radius: Rational) -> Rational {
    Loss.steepestSlope * squaredLengthBound.upperSquareRoot + regularisation * radius
  }

  /// A step goes to (1 - eta lambda) x - eta v, |v| <= max |phi'| max_ij |a_ij|. Without lambda nothing holds it.
  public var squaredReach: Rational? {
    let length = start.reduce(.zero) { $0 + $1.squared }
    if regularisation.isZero { return nil }
    return max(length, (Loss.steepestSlope * squaredLengthBound.upperSquareRoot / regularisation).squared)
  }

  /// - Precondition: `S` is a `LossScalar`; the values are irrational.
  public func kernel<S: Scalar>(in scalar: S.Type) -> any ObjectiveKernel<S> {
    if let lanes = LinearModelKernel<Loss, Lanes>(self) as? any ObjectiveKernel<S> { return lanes }
    if let doubles = LinearModelKernel<Loss, Double>(self) as? any ObjectiveKernel<S> { return doubles }
    if let enclosures = LinearModelKernel<Loss, Enclosure>(self) as? any ObjectiveKernel<S> { return enclosures }
    preconditionFailure("\(Loss.name) in \(S.self)")
  }

  public func gradientSampler(seed: UInt64) -> (any GradientSampler)? {
    isFullBatch.allSatisfy { $0 } ? nil : MiniBatchSampler<Loss>(self, seed: seed)
  }
}
