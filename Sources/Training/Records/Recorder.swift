import Objectives

/// Writes a run's record down and says when the run is over.
struct Recorder {
  private let plan: TrainingPlan
  private let learner: any Learner
  private(set) var record: TrainingRecord
  private var nextTest: Double
  /// Whether a round of the plan has been the last one.
  private(set) var isOver = false

  init(_ method: String, _ plan: TrainingPlan, _ learner: any Learner, ledger: Ledger) {
    self.plan = plan
    self.learner = learner
    record = TrainingRecord(method: method, ledger: ledger)
    nextTest = plan.testEverySeconds ?? .infinity
  }

  /// Whether something happens within the plan's time.
  func reaches(_ time: Double) -> Bool { plan.seconds.map { time <= $0 } ?? true }

  /// Tests the models that training starts from.
  mutating func start(_ ledger: Ledger) { test([learner.initial], at: 0, ledger) }

  /// A round is over.
  ///
  /// - Parameter models: the global model, or those of all nodes, of which some are tested.
  mutating func finishRound(at time: Double, _ ledger: Ledger, models: () -> [Model]) {
    record.roundEnds.append(time)
    isOver = plan.rounds.map { record.rounds >= $0 } ?? false
    let isDue =
      plan.testEveryRounds.map { record.rounds % $0 == 0 } ?? false || time >= nextTest || isOver
    guard isDue else { return }
    if let interval = plan.testEverySeconds {
      nextTest = max(nextTest, ((time / interval).rounded(.down) + 1) * interval)
    }
    let all = models()
    let count = min(plan.testedNodes, all.count)
    test((0..<count).map { all[$0 * all.count / count] }, at: time, ledger)
  }

  private mutating func test(_ models: [Model], at time: Double, _ ledger: Ledger) {
    let results = models.map { learner.evaluate($0) }
    func mean(_ value: (Evaluation) -> Double) -> Double {
      results.reduce(0) { $0 + value($1) } / Double(results.count)
    }
    record.points.append(
      TrainingPoint(
        time: time, round: record.rounds, accuracy: mean(\.accuracy), loss: mean(\.loss), bytesSent: ledger.bytesSent,
        modelsSent: ledger.modelsSent, trainingSeconds: ledger.trainingSeconds))
  }

  /// - Parameter time: of the last thing that happened.
  mutating func finish(at time: Double, _ ledger: Ledger, _ incidents: Incidents) -> TrainingRecord {
    record.ledger = ledger
    record.incidents = incidents
    record.end = isOver ? .rounds : plan.seconds != nil && !reaches(time) ? .seconds : .stalled
    record.time = isOver ? time : min(time, plan.seconds ?? time)
    if record.end == .stalled { record.incidents.stalls += 1 }
    return record
  }
}
