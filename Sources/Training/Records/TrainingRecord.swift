/// A moment of a run at which models were tested.
public struct TrainingPoint: Sendable, Equatable {
  /// Virtual time in seconds.
  public var time: Double
  /// Rounds that were over.
  public var round: Int
  /// On the test samples.
  public var accuracy: Double
  /// The mean cross-entropy on the test samples, in nats.
  public var loss: Double
  public var bytesSent: Double
  public var modelsSent: Int
  /// What the nodes had computed together, in seconds.
  public var trainingSeconds: Double
}

/// What a run of any method reports.
public struct TrainingRecord: Sendable, Equatable {
  public var method: String
  /// In the order of time; the first is the start.
  public internal(set) var points: [TrainingPoint] = []
  /// When round k + 1 was over.
  public internal(set) var roundEnds: [Double] = []
  /// Bytes, models and seconds by node, over the whole run.
  public internal(set) var ledger: Ledger
  public internal(set) var incidents = Incidents()
  public internal(set) var end = End.stalled
  /// When it ended.
  public internal(set) var time = 0.0

  /// Why a run ended.
  public enum End: String, Sendable {
    /// The plan's number of rounds is over.
    case rounds
    /// The plan's time is over.
    case seconds
    /// Nothing was left that could happen.
    case stalled
  }

  /// Rounds that were over at the end.
  public var rounds: Int { roundEnds.count }

  /// The first tested moment with an accuracy, and so the time, bytes and training seconds to it; `nil` when there is none.
  public func first(withAccuracy accuracy: Double) -> TrainingPoint? { points.first { $0.accuracy >= accuracy } }

  /// The points as comma-separated values with a header; the same run has the same bytes.
  public var csv: String {
    var lines = ["time,round,accuracy,loss,bytesSent,modelsSent,trainingSeconds"]
    for point in points {
      lines.append(
        "\(point.time),\(point.round),\(point.accuracy),\(point.loss),\(point.bytesSent),\(point.modelsSent),"
          + "\(point.trainingSeconds)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// What went wrong in a run without ending it. A method without some of these counts none.
public struct Incidents: Sendable, Equatable {
  /// Rounds that stood still: each time that an alarm found one, or that a run ended so.
  public var stalls = 0
  /// Rounds that were started again.
  public var restarts = 0
  /// Aggregations with fewer models than the success fraction asks for.
  public var shortAggregations = 0
  /// Samples of fewer nodes than asked for, as no more answered.
  public var shortSamples = 0
  /// Models that came after their round was over.
  public var lateModels = 0
  /// Models that were lost on their way, because an end was gone.
  public var lostModels = 0
  /// Models for which no aggregator was found.
  public var homelessModels = 0
  /// Trainings that ended early: the node went, or a later round reached it.
  public var interruptedTrainings = 0
  /// Pings without an answer in time.
  public var silentPings = 0
  /// Rounds that a second aggregator finished too.
  public var forks = 0

  public init() {}
}
