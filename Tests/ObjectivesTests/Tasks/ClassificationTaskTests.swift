import Objectives
import Testing

@Suite struct ClassificationTaskTests {
  static let training: ClassifiedSamples<Float> = TinyTasks.samples(30, dimension: 3, classes: 4, seed: 1)
  static let test: ClassifiedSamples<Float> = TinyTasks.samples(8, dimension: 3, classes: 5, seed: 2)

  @Test func aFlatDataSetIsDealtOutAndTheTestIsShared() {
    let task = ClassificationTask(
      training: Self.training, test: Self.test, partition: .shards(perNode: 2), clients: 5, seed: 3)
    #expect(task.classes == 5 && task.dimension == 3 && task.samples.count == 38)
    #expect(
      task.clients.map(\.training)
        == SamplePartition.shards(perNode: 2).assignment(of: Self.training.labels, classes: 4, nodes: 5, seed: 3))
    #expect(task.clients.map(\.name) == ["0", "1", "2", "3", "4"] && task.clients.allSatisfy { $0.test.isEmpty })
    #expect(task.sharedTest == Array(30..<38) && task.testRows == Array(30..<38))
    #expect(task.trainingRows.sorted() == Array(0..<30))
    #expect(Array(task.samples.row(29)) == Array(Self.training.row(29)))
    #expect(Array(task.samples.row(31)) == Array(Self.test.row(1)) && task.samples.labels[31] == Self.test.labels[1])
    let alone = ClassificationTask(training: Self.training, partition: .iid, clients: 2, seed: 3)
    #expect(alone.samples == Self.training && alone.sharedTest.isEmpty)
  }

  @Test func rowsOfTheTestAreTheSharedOnesAndTheClients() {
    let task = ClassificationTask(
      samples: Self.training,
      clients: [.init(name: "a", training: [0, 1], test: [5]), .init(name: "b", training: [2], test: [4, 3])],
      sharedTest: [9, 8])
    #expect(task.testRows == [9, 8, 5, 4, 3] && task.trainingRows == [0, 1, 2])
  }

  @Test func rowsUsedTwiceOrUnknownStop() async {
    await #expect(processExitsWith: .failure) {
      _ = ClassificationTask(
        samples: ClassificationTaskTests.training, clients: [.init(name: "a", training: [0, 1], test: [1])])
    }
    await #expect(processExitsWith: .failure) {
      _ = ClassificationTask(samples: ClassificationTaskTests.training, clients: [.init(name: "a", training: [30])])
    }
    await #expect(processExitsWith: .failure) {
      _ = ClassificationTask(samples: ClassificationTaskTests.training, clients: [.init(name: "a", training: [])])
    }
  }

  @Test func samplesOutOfRangeStop() async {
    await #expect(processExitsWith: .failure) {
      _ = ClassifiedSamples(features: [Float.nan], labels: [0], dimension: 1, classes: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = ClassifiedSamples<Float>(features: [0], labels: [2], dimension: 1, classes: 2)
    }
    // A row beyond the pool never reads other memory.
    await #expect(processExitsWith: .failure) {
      let model = SoftmaxRegression<Float>(dimension: 3, classes: 4)
      let rows = [30]
      _ = model.loss(
        at: model.initialParameters(seed: 1).span, of: ClassificationTaskTests.training, rows: rows.span,
        using: model.makeWorkspace())
    }
  }
}
