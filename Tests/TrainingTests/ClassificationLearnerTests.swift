import LinearAlgebra
import Objectives
import Simulation
import Testing
import Training

@Suite struct ClassificationLearnerTests {
  /// A training is the steps of the model's own `descend` on the batches whose addresses the documentation gives, bit for
  /// bit: sample b of step t = round * K + k is draw (client, t) of replicate b of the stream `localBatch`.
  @Test(arguments: [(0, 0), (2, 1), (3, 4), (3, 5)])
  func trainingIsDescentOnAddressedBatches(client: Int, round: Int) throws {
    let problem = try SmallFederations.classification(clients: 4)
    let learner = problem.makeLearner()
    let start = learner.train(learner.initial, client: 1, round: 9)
    var expected = start.parameters
    let workspace = problem.architecture.makeWorkspace()
    let own = problem.task.clients[client].training
    for k in 0..<3 {
      let rows = (0..<5).map { b in
        own[
          RandomDraw(seed: 11, purpose: .localBatch, first: client, number: round * 3 + k, replicate: b)
            .integer(below: own.count)]
      }
      var span = expected.mutableSpan
      problem.architecture.descend(
        &span, stepSize: 0.05, of: problem.task.samples, rows: rows.span, using: workspace)
    }
    #expect(learner.train(start, client: client, round: round).parameters == expected)
    // A model does not change under those who train it.
    #expect(learner.train(start, client: client, round: round).parameters == expected)
    #expect(expected != start.parameters)
  }

  @Test func averagesAndMergesAreThoseOfTheNumbers() throws {
    let learner = try SmallFederations.classification(clients: 4).makeLearner()
    let models = (0..<3).map { client in learner.train(learner.initial, client: client, round: 1) }
    let (a, b, c) = (models[0].parameters, models[1].parameters, models[2].parameters)
    #expect(learner.average(models).parameters == a.indices.map { (a[$0] + b[$0] + c[$0]) / 3 })
    #expect(
      learner.merge(models[0], models[1], weight: 0.25).parameters == a.indices.map { a[$0] + 0.25 * (b[$0] - a[$0]) })
    #expect(learner.average([models[0]]).parameters == a)
    #expect(learner.modelBytes == 610 * 8)
  }

  @Test func wrongProblemsAreRefused() throws {
    let task = try SmallFederations.classification(clients: 4).task
    func message(
      dimension: Int = 60, steps: Int = 1, batch: Int = 1, stepSize: Double = 1, task: ClassificationTask<Double>
    ) -> String? {
      #expect(throws: TrainingError.self) {
        try ClassificationProblem(
          task: task, architecture: SoftmaxRegression(dimension: dimension, classes: 10), localSteps: steps,
          batchSize: batch, stepSize: stepSize, seed: 1)
      }?.message
    }
    #expect(
      message(dimension: 59, task: task)
        == "a model of 59 features and 10 classes for a task of 60 features and 10 classes")
    #expect(message(steps: 0, task: task) == "0 local steps on batches of 1; both are positive")
    #expect(message(batch: 0, task: task) == "1 local steps on batches of 0; both are positive")
    #expect(message(stepSize: .nan, task: task) == "a step size of nan, not positive")
    let untested = ClassificationTask(samples: task.samples, clients: [.init(name: "0", training: [0])])
    #expect(message(task: untested) == "the task has no test samples")
  }
}
