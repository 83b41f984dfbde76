import ExactArithmetic
import LinearAlgebra

/// What a federation of clients learns from: a pool of samples, and which of them each client trains and is tested on.
///
/// The pool is one buffer, so that a mini-batch of any client is a list of rows of it and no part is copied.
public struct ClassificationTask<Real: PackedScalar>: Sendable {
  public let samples: ClassifiedSamples<Real>
  public let clients: [Client]
  /// Rows that no client owns and every model is tested on, such as the test file of MNIST.
  public let sharedTest: [Int]

  /// The rows of the pool that belong to one client.
  public struct Client: Sendable, Equatable {
    public var name: String
    public var training: [Int]
    public var test: [Int]

    public init(name: String, training: [Int], test: [Int] = []) {
      self.name = name
      self.training = training
      self.test = test
    }
  }

  public var classes: Int { samples.classes }
  public var dimension: Int { samples.dimension }

  /// - Precondition: every row is one of the pool and is used at most once; every client has a training sample.
  public init(samples: ClassifiedSamples<Real>, clients: [Client], sharedTest: [Int] = []) {
    var isUsed = [Bool](repeating: false, count: samples.count)
    for row in clients.flatMap({ $0.training + $0.test }) + sharedTest {
      precondition(samples.labels.indices.contains(row), "sample \(row) of \(samples.count)")
      precondition(!isUsed[row], "sample \(row) is used twice")
      isUsed[row] = true
    }
    precondition(!clients.isEmpty && clients.allSatisfy { !$0.training.isEmpty }, "a client without training samples")
    self.samples = samples
    self.clients = clients
    self.sharedTest = sharedTest
  }

  /// The rows that any model is tested on: the shared ones, then the clients' own.
  public var testRows: [Int] { sharedTest + clients.flatMap(\.test) }
  public var trainingRows: [Int] { clients.flatMap(\.training) }

  /// A flat data set dealt out to clients.
  ///
  /// - Parameters:
  ///   - training: What is dealt out.
  ///   - test: Samples of the same dimension and classes that become the shared test.
  /// - Precondition: at least as many training samples as clients.
  public init(
    training: ClassifiedSamples<Real>, test: ClassifiedSamples<Real>? = nil, partition: SamplePartition, clients: Int,
    seed: UInt64
  ) {
    let parts = partition.assignment(of: training.labels, classes: training.classes, nodes: clients, seed: seed)
    self.init(
      samples: test.map { training.followed(by: $0) } ?? training,
      clients: parts.enumerated().map { Client(name: "\($0.offset)", training: $0.element) },
      sharedTest: Array(training.count..<training.count + (test?.count ?? 0)))
  }
}

extension ClassifiedSamples {
  /// - Precondition: the same dimension; the classes are the larger number of the two.
  func followed(by other: ClassifiedSamples) -> ClassifiedSamples {
    precondition(dimension == other.dimension, "samples of \(dimension) and \(other.dimension) features")
    return ClassifiedSamples(
      features: features + other.features, labels: labels + other.labels, dimension: dimension,
      classes: max(classes, other.classes))
  }
}
