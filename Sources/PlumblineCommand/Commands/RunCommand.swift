import Foundation
import Plumbline

enum RunCommand: Command {
  static let name = "run"
  static let usage = "run SCENARIO.json5 [--out DIR] [--seed N] [--jobs N]"
  static let summary = "run a scenario without judging it: metrics, messages and events along the run as CSV and JSON"

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(words, command: name, options: ["out", "seed", "jobs"])
    let jobs = try arguments.integer("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    let item = try Loading.scenario(
      file: try arguments.operand("a scenario file"), seed: try Loading.seed(arguments, command: name))
    if let folder = arguments.value("out") { try Files.prepareFolder(folder) }
    let bar = ProgressBar(label: item.scenario.name)
    defer { bar.finish() }
    let report: TraceReport
    let account: RunAccount?
    do {
      let measurement = try Checker(jobs: jobs, progress: bar.update).run(item.scenario)
      account = RunAccount(of: item.scenario, checkpoints: measurement.trace.checkpoints)
      report = TraceReport(item.scenario, measurement, account)
    } catch {
      throw Failure("\(item.scenario.name): \(error.message)")
    }
    if let folder = arguments.value("out") {
      try Files.write(report.csv, to: folder + "/trace.csv")
      try Files.write(JSONText.encode(report), to: folder + "/trace.json")
      var files = "\(folder)/trace.csv and trace.json"
      if let events = account?.trace, !events.records.isEmpty {
        try Files.write(events.csv, to: folder + "/events.csv")
        files = "\(folder)/trace.csv, trace.json and events.csv"
      }
      try printOut("\(report.iterations.count) iterations recorded in \(files) (\(report.method))\n")
    } else {
      try printOut(report.csv)
    }
    return .success
  }
}
