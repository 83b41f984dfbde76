import ExactArithmetic
import Foundation
import LinearAlgebra
import Objectives
import Simulation
import Testing

/// The seeds are fixed, so a test that passes stays so; the false-alarm rates say how far a right implementation could have
/// been from failing. "Five deviations" of a normal mean are passed with probability below 6e-7.
@Suite struct SyntheticFederationTests {
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// Whether numbers have the mean and the variance of a normal law within five standard errors.
  static func looksNormal(_ values: [Double], mean expected: Double, deviation: Double) -> Bool {
    let n = Double(values.count)
    let square = mean(values.map { ($0 - expected) * ($0 - expected) })
    return abs(mean(values) - expected) < 5 * deviation / n.squareRoot()
      && abs(square / (deviation * deviation) - 1) < 5 * (2 / n).squareRoot()
  }

  @Test(arguments: [SyntheticFederation.Spread.deviation, .variance])
  func clientsHaveTheLawsOfTheDefinition(_ spread: SyntheticFederation.Spread) {
    let federation = SyntheticFederation(
      modelSpread: Rational(1, 4), inputSpread: 4, spread: spread, seed: 3)
    let models = (0..<2000).map { federation.clientModel($0) }
    let (alpha, beta) = spread == .deviation ? (0.25, 4.0) : (0.5, 2.0)
    #expect(Self.looksNormal(models.map(\.modelMean), mean: 0, deviation: alpha))
    #expect(Self.looksNormal(models.map(\.inputMean), mean: 0, deviation: beta))
    #expect(Self.looksNormal(models.flatMap { m in m.centre.map { $0 - m.inputMean } }, mean: 0, deviation: 1))
    #expect(Self.looksNormal(models.flatMap { m in m.weights.map { $0 - m.modelMean } }, mean: 0, deviation: 1))
    #expect(Self.looksNormal(models.flatMap { m in m.biases.map { $0 - m.modelMean } }, mean: 0, deviation: 1))
    #expect(models.allSatisfy { $0.centre.count == 60 && $0.weights.count == 600 && $0.biases.count == 10 })
    // The numbers of one client are different ones.
    #expect(Set(models[0].centre + models[0].weights + models[0].biases).count == 670)
    // u_k, B_k and the sizes are not the same number in three forms.
    for (a, b) in [(\ModelNumbers.0, \ModelNumbers.1), (\.0, \.2), (\.1, \.2)] as [(KeyPath<ModelNumbers, Double>, _)] {
      let products = models.map { m -> Double in
        let numbers = (m.modelMean / alpha, m.inputMean / beta, (log(Double(m.size) - 49.5) - 4) / 2)
        return numbers[keyPath: a] * numbers[keyPath: b]
      }
      #expect(abs(Self.mean(products)) < 5 / 2000.0.squareRoot())
    }
  }

  typealias ModelNumbers = (Double, Double, Double)

  /// A size is at least 50 + m when exp(4 + 2 Z) is at least m. Five standard errors of each share.
  @Test func sizesAreHeavyTailed() {
    let federation = SyntheticFederation(modelSpread: 1, inputSpread: 1, seed: 5)
    let sizes = (0..<4000).map { federation.clientModel($0).size }
    #expect(sizes.allSatisfy { $0 >= 50 && $0 <= SyntheticFederation.largestSize })
    for m in [1, 7, 55, 403, 2981] {
      let probability = erfc((log(Double(m)) - 4) / 2 / 2.0.squareRoot()) / 2
      let share = Double(sizes.count { $0 >= 50 + m }) / 4000
      #expect(abs(share - probability) < 5 * (probability * (1 - probability) / 4000).squareRoot(), "\(m)")
    }
  }

  @Test func samplesHaveTheLawOfTheirClient() {
    let federation = SyntheticFederation(modelSpread: 1, inputSpread: 1, sizes: .equal(3000), seed: 11)
    let task = federation.task(clients: 2, as: Double.self)
    for (k, client) in task.clients.enumerated() {
      let model = federation.clientModel(k)
      let rows = client.training + client.test
      #expect(rows.count == 3000)
      for j in 0..<60 {
        let values = rows.map { task.samples.features[$0 * 60 + j] }
        #expect(
          Self.looksNormal(values, mean: model.centre[j], deviation: pow(Double(j + 1), -0.6)), "feature \(j + 1)")
      }
      // Neighbouring features and samples are uncorrelated.
      let deviations = { (row: Int, j: Int) in
        (task.samples.features[row * 60 + j] - model.centre[j]) * pow(Double(j + 1), 0.6)
      }
      #expect(abs(Self.mean(rows.map { deviations($0, 0) * deviations($0, 1) })) < 5 / 3000.0.squareRoot())
      #expect(
        abs(Self.mean(rows.dropLast().map { deviations($0, 0) * deviations($0 + 1, 0) })) < 5 / 2999.0.squareRoot())
      for row in rows {
        let x = task.samples.row(row)
        let outputs = (0..<10).map { c in
          zip(x, 0..<60).reduce(model.biases[c]) { $0 + $1.0 * model.weights[$1.1 * 10 + c] }
        }
        #expect(task.samples.labels[row] == outputs.firstIndex(of: outputs.max()!))
      }
    }
  }

  /// Every class is as likely as any other over many clients: for 600 clients with one sample each a frequency has the deviation
  /// sqrt(0.1 0.9 / 600).
  @Test func noClassIsPreferred() {
    let task = SyntheticFederation(modelSpread: 1, inputSpread: 1, sizes: .equal(1), seed: 4).task(
      clients: 600, as: Float.self)
    for label in 0..<10 {
      let frequency = Double(task.samples.labels.count { $0 == label }) / 600
      #expect(abs(frequency - 0.1) < 5 * (0.09 / 600).squareRoot())
    }
  }

  @Test func identicalClientsShareTheModelButNoSamples() {
    let federation = SyntheticFederation(
      modelSpread: 1, inputSpread: 1, isIdentical: true, sizes: .equal(20), seed: 11)
    let models = (0..<3).map { federation.clientModel($0) }
    #expect(models[0] == models[1] && models[1] == models[2])
    #expect(models[0].centre == Array(repeating: 0, count: 60) && models[0].modelMean == 0)
    #expect(Self.looksNormal(models[0].weights, mean: 0, deviation: 1))
    let task = federation.task(clients: 3, as: Double.self)
    #expect(Set(task.samples.features).count == 3 * 20 * 60)
  }

  @Test func clientsDoNotDependOnTheirNumberAndTheSplitIsTheShare() {
    let federation = SyntheticFederation(modelSpread: 1, inputSpread: 0, seed: 2)
    let (few, many) = (federation.task(clients: 3, as: Float.self), federation.task(clients: 5, as: Float.self))
    #expect(Array(few.clients) == Array(many.clients[..<3]))
    #expect(few.samples.features == Array(many.samples.features[..<few.samples.features.count]))
    for client in many.clients {
      let size = client.training.count + client.test.count
      #expect(client.training.count == size * 9 / 10)
    }
    #expect(many.testRows.count + many.trainingRows.count == many.samples.count && many.sharedTest.isEmpty)
    let halves = SyntheticFederation(modelSpread: 1, inputSpread: 0, sizes: .equal(7), seed: 2)
    #expect(halves.task(clients: 1, trainingShare: Rational(1, 2), as: Float.self).clients[0].training.count == 3)
    #expect(halves.task(clients: 1, trainingShare: 0, as: Float.self).clients[0].training.count == 1)
    #expect(federation != SyntheticFederation(modelSpread: 1, inputSpread: 0, seed: 3))
  }

  /// The bits that every machine must give.
  @Test func theDataAreReproducible() {
    let task = SyntheticFederation(modelSpread: Rational(1, 2), inputSpread: Rational(1, 2), seed: 7).task(
      clients: 4, as: Double.self)
    #expect(
      task.samples.features.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
        == "e5fab47e1dbccfe1068d20d5cfab79322caea830833210c574360333f2de4559")
    #expect(
      SHA256.hexadecimal(of: task.samples.labels.map { UInt8($0) })
        == "e7b88c8b1124fd7c0ec47218b590cfaa948c6ab80e22898f63b340ae4d95a064")
    #expect(task.clients.map { $0.training.count + $0.test.count } == [1458, 114, 83, 554])
    let single = SyntheticFederation(modelSpread: Rational(1, 2), inputSpread: Rational(1, 2), seed: 7).task(
      clients: 4, as: Float.self)
    #expect(single.samples.features == task.samples.features.map { Float($0) })
    #expect(single.samples.labels == task.samples.labels)
  }
}
