import Foundation
import Plumbline

enum CheckCommand: Command {
  static let name = "check"
  static let usage = "check SCENARIO.json5 ... | --suite NAME [--out DIR] [--seed N] [--jobs N] [--json]"
  static let summary = "hold the claims of scenarios against evidence and give verdicts"
  static let notes = [
    "SCENARIO.json5: plumbline explain scenario lists its fields; the README has whole examples",
    "--out DIR: also write DIR/results.json, which plumbline report turns into a page",
    "--seed N: replaces the scenarios' own seed",
    "--jobs N: threads of sampled runs; results do not depend on it",
    "--json: print the results as JSON",
  ]

  static func run(_ words: [String]) throws(Failure) -> ExitStatus {
    let arguments = try Arguments(words, command: name, options: ["suite", "out", "seed", "jobs"], flags: ["json"])
    let seed = try Loading.seed(arguments, command: name)
    let jobs = try arguments.integer("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    var loaded: [LoadedScenario] = []
    if let suite = arguments.value("suite") {
      try arguments.noOperands()
      loaded = try Loading.suite(suite, seed: seed)
    } else {
      if arguments.operands.isEmpty { throw Failure("check: a scenario file or --suite NAME is missing") }
      for file in arguments.operands { loaded.append(try Loading.scenario(file: file, seed: seed)) }
    }
    if let folder = arguments.value("out") { try Files.prepareFolder(folder) }

    var results: [ClaimResult] = []
    for item in loaded {
      let bar = ProgressBar(label: item.scenario.name)
      defer { bar.finish() }
      results += Checker(jobs: jobs, progress: bar.update).check(item.scenario, command: item.command)
    }
    if let folder = arguments.value("out") { try Files.write(JSONText.encode(results), to: folder + "/results.json") }
    try printOut(arguments.has("json") ? JSONText.encode(results) : CheckText.render(results))
    return ExitStatus(results)
  }
}
