import ExactArithmetic
import Simulation

/// Clients of an asynchronous server: each trains on its own, and an iteration is the arrival of one of them.
///
/// With computing times a client arrives when its local steps, each as long as a computation, are done, and may pause before
/// it starts again. Without them each client is as likely as every other to be the next.
struct ArrivalSchedule: Schedule {
  private let clients: Int
  private let computing: ComputingSchedule?
  /// K of a client, given the algorithm's counters.
  private let localSteps: @Sendable (_ client: Int, _ counters: [Int]) -> Int
  /// The probability of a pause after an arrival; pauses are exponential with this mean.
  private let suspension: BernoulliLaw
  private let pause: Double
  private let isAdaptive: Bool

  init(
    clients: Int, _ settings: AlgorithmSettings, isAdaptive: Bool = false,
    localSteps: @escaping @Sendable (Int, [Int]) -> Int
  ) {
    self.clients = clients
    self.isAdaptive = isAdaptive
    computing = settings.surroundings.computing
    suspension = BernoulliLaw(settings.number("suspension"))
    pause = Double(settings.number("suspensionTime"))
    self.localSteps = localSteps
  }

  static let parameters = [
    Parameter(
      "suspension", .number(positive: false, atMost: 1), fallback: .number(0),
      "probability that a client pauses after it has sent its model"),
    Parameter(
      "suspensionTime", .number(positive: true, atMost: 1_000_000_000), fallback: .number(1),
      "mean of such a pause, exponential"),
  ]

  /// With times that are known beforehand, as long as the numbers of local steps are.
  var isFixed: Bool {
    clients == 1
      || !isAdaptive && suspension.probability.isZero && computing.map { !type(of: $0.model).isRandom } ?? false
  }

  func slots(seed: UInt64, replicate: UInt32) -> SlotSequence {
    let random = RandomSource(seed: seed, replicate: Int(replicate))
    guard let computing else {
      var number = -1
      return SlotSequence { [clients] in
        number += 1
        return Slot(completions: [random.draw(.waking, node: 0, number: number).integer(below: clients)])
      }
    }
    var queue = EventQueue<Int>()
    func start(_ client: Int, number: Int, at time: Double, _ counters: [Int]) {
      let end = computing.end(of: Computation(node: client, number: number, start: time), random) ?? .infinity
      queue.push(number, at: time + (end - time) * Double(localSteps(client, counters)), node: client)
    }
    var isFirst = true
    var last: (client: Int, number: Int, time: Double)?
    return SlotSequence(counting: { [self] counters in
      if isFirst { for client in 0..<clients { start(client, number: 0, at: 0, counters) } }
      isFirst = false
      if let (client, number, time) = last {
        var begin = time
        if random.draw(.suspension, node: client, number: 2 * number).bernoulli(suspension) {
          begin += pause * random.draw(.suspension, node: client, number: 2 * number + 1).exponential
        }
        start(client, number: number + 1, at: begin, counters)
      }
      let event = queue.pop()!
      last = (event.node, event.payload, event.time)
      return Slot(completions: [event.node], time: event.time)
    })
  }

  var chain: SlotChain? {
    if isFixed && computing != nil {
      // The same slots in every run.
      let replay = SlotReplay { slots(seed: 0, replicate: 0) }
      return FixedSchedule { replay[$0] }.chain
    }
    if computing != nil { return nil }
    let share = Rational(1, clients)
    return SlotChain(size: (1, Double(clients))) { [clients] _ in
      (0..<clients).map { .init(share, Slot(completions: [$0]), next: 0) }
    }
  }
}
