import Algorithms
import Evidence
import ExactArithmetic
import Networks
import Objectives
import Simulation
import Testing

@Suite struct RunAccountTests {
  /// Every count again from the slots, the long way.
  @Test(arguments: [
    SlotSetting(
      algorithm: "async-dsgd", topology: "ring", nodes: 4, iterations: 40, parameters: ["maximumStaleness": .number(3)],
      completion: Rational(1, 3), links: Rational(1, 2)),
    SlotSetting(algorithm: "ad-psgd", topology: "path", nodes: 4, iterations: 40),
    SlotSetting(algorithm: "digest", nodes: 4, iterations: 20, parameters: ["tokens": .number(2)]),
    SlotSetting(algorithm: "local-sgd", nodes: 3, iterations: 10, parameters: ["localSteps": .number(4)]),
    SlotSetting(algorithm: "dsgd", topology: "ring", nodes: 3, iterations: 20, completion: Rational(1, 2)),
  ])
  func countsAreThoseOfTheSlots(_ setting: SlotSetting) throws {
    let workload = try setting.workload(seed: 1)
    let algorithm = workload.algorithm
    let account = RunAccount(of: workload, seed: 5, checkpoints: Array(0...setting.iterations), recordsEvents: true)
    let source = algorithm.schedule.slots(seed: 5, replicate: 0)
    let slots = (0..<setting.iterations).map { _ in source.next() }
    for t in 0...setting.iterations {
      let before = slots.prefix(t).map(algorithm.traffic)
      #expect(account.modelsSent[t] == before.reduce(0) { $0 + $1.models })
      #expect(account.gradientsCompleted[t] == before.reduce(0) { $0 + $1.gradients })
    }
    var ages: [Int] = []
    if algorithm.readRow(of: 0) >= algorithm.workers {
      for (t, slot) in slots.enumerated() {
        for node in slot.completions {
          // The last slot in which the node started anew.
          let start = (0..<t).last { slots[$0].completions.contains(node) || slots[$0].restarts.contains(node) }
          ages.append(t - (start.map { $0 + 1 } ?? 0))
        }
      }
      #expect(account.maximumStaleness == ages.max())
      #expect(abs(account.meanStaleness - Double(ages.reduce(0, +)) / Double(ages.count)) < 1e-12)
      for limit in 0..<account.maximumStaleness { #expect(account.firstStaleness(above: limit)!.age > limit) }
      #expect(account.firstStaleness(above: account.maximumStaleness) == nil)
    }
    for (link, longest) in account.longestOutages.enumerated() {
      let down = slots.map { $0.failedLinks.contains(link) }
      let runs = down.indices.map { start in down[start...].prefix { $0 }.count }
      #expect(longest == runs.max())
    }
    #expect(account.trace.records.count { $0.kind == .completed } == slots.reduce(0) { $0 + $1.completions.count })
    #expect(account.trace.hash == RunAccount(of: workload, seed: 5, recordsEvents: true).trace.hash)
    if !algorithm.schedule.isFixed {
      #expect(account.trace.hash != RunAccount(of: workload, seed: 6, recordsEvents: true).trace.hash)
    }
  }
}
