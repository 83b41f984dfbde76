import Foundation
import Testing

/// Golden outputs of the tool. PLUMBLINE_RECORD=1 writes them anew; look at the difference before committing.
@Suite struct SnapshotTests {
  static let commands: [(name: String, script: String)] = [
    ("help", "plumbline --help"),
    ("version", "plumbline --version"),
    ("check-help", "plumbline check --help"),
    ("check", "plumbline check tiny.json5"),
    ("check-json", "plumbline check tiny.json5 --json"),
    ("check-seed", "plumbline check tiny.json5 --seed 5"),
    ("check-two", "plumbline check tiny.json5 tiny.json5 | tail -1"),
    ("run", "plumbline run tiny.json5"),
    ("run-out", "plumbline run tiny.json5 --out traces && cat traces/trace.csv && ls traces"),
    (
      "bound",
      "plumbline bound dsgd.strongly-convex --set nodes=4 iterations=3 stepSize=0.1 smoothness=1 strongConvexity=1/2 "
        + "--set noiseVariance=1 heterogeneity=1 mixingRate=1/2 initialDistance=4"
    ),
    (
      "bound-json",
      "plumbline bound dsgd.nonconvex --json --set nodes=4 --set iterations=10 --set stepSize=1e-2 --set smoothness=1 "
        + "--set noiseVariance=1 --set heterogeneity=1 --set mixingRate=1/2 --set initialGap=2"
    ),
    (
      "bound-not-applicable",
      "plumbline bound dsgd.nonconvex --set nodes=4 iterations=10 stepSize=1 smoothness=1 noiseVariance=1 "
        + "heterogeneity=1 mixingRate=0 initialGap=2"
    ),
    ("gap", "plumbline gap hypercube --nodes 8"),
    ("gap-json", "plumbline gap ring --nodes 5 --json"),
    ("gap-width", "plumbline gap ring --nodes 5 --width 1/4"),
    ("gap-links", "plumbline gap ring --nodes 8 --links 9/10"),
    ("gap-links-each", "plumbline gap path --nodes 4 --links 1,1/2,3/4 --consensus-step 1/2 --width 1/1000"),
    ("gap-links-json", "plumbline gap complete --nodes 3 --links 1/2 --json"),
    ("route-help", "plumbline route --help"),
    ("route-tour", "plumbline route star --nodes 5 --kind tour"),
    ("route-tour-json", "plumbline route path --nodes 3 --kind tour --tokens 2 --json"),
    ("route-cycle", "plumbline route ring --nodes 6 --kind cycle --cycle 0,1,2,3,4,5 --tokens 3 --slots 100"),
    ("route-walk", "plumbline route torus --shape 5x7 --kind walk | head -9"),
    ("route-walk-drawn", "plumbline route --file pair.edges --kind walk --seed 7"),
    ("route-metropolis-json", "plumbline route star --nodes 3 --kind metropolis --seed 1 --slots 50 --tokens 3 --json"),
    ("gap-uniform-json", "plumbline gap path --nodes 3 --weights uniform --json"),
    ("gap-edges", "plumbline gap --file pair.edges --weights max-degree"),
    ("gap-matrix", "plumbline gap --file swap.csv"),
    ("gap-disconnected", "plumbline gap --file split.edges"),
    ("vote", "plumbline vote --flip 0.42,0.107 --count 9,6"),
    ("vote-llr", "plumbline vote --flip 1/3,1/5,3/5 --count 2,1,3 --weights llr"),
    ("vote-weights", "plumbline vote --flip 1/10,2/5 --weights 2,-1"),
    ("vote-json", "plumbline vote --flip 1/10,1/4 --count 2,3 --json"),
    // A tail below the smallest double, to fifty digits.
    ("vote-digits", "plumbline vote --flip 1/1000 --count 301 --digits 50 | head -5"),
    ("vote-certain", "plumbline vote --flip 0,1,1/3 --weights llr"),
    ("vote-coins", "plumbline vote --flip 1/2 --count 2 --weights llr"),
    ("vote-one", "plumbline vote --flip 9/10"),
    (
      "vote-refused",
      "plumbline vote --flip $(seq -s, 1 60 | sed 's|[0-9]*|&/200|g') --weights llr | grep -v 'vote[.]'"
    ),
    (
      "sampler",
      "plumbline sampler --nodes 100 --sample 10 --success 9/10 --offline 5 --common 95 --only-first 5 "
        + "--only-second 2 --rounds 50 --window 20"
    ),
    ("sampler-least", "plumbline sampler --nodes 10 --sample 3 --success 1"),
    // Longer numbers than are written out, and a tail to thirty digits.
    (
      "sampler-certified",
      "plumbline sampler --nodes 1000 --sample 100 --success 0.8 --offline 150 --rounds 5000 --digits 30"
    ),
    ("sampler-refused", "plumbline sampler --nodes 100000 --sample 40000 --success 1 --rounds 1000 | tail -4"),
    (
      "sampler-json",
      "plumbline sampler --nodes 3 --sample 2 --success 1/2 --offline 1 --common 2 --only-first 1 --rounds 2 "
        + "--window 1 --json"
    ),
    ("sampler-least-json", "plumbline sampler --nodes 2 --sample 1 --success 1/3 --json"),
    ("sampler-help", "plumbline sampler --help"),
    (
      "bound-plexus-agreement",
      "plumbline bound plexus.agreement --set common=95 onlyFirst=5 onlySecond=2 sampleSize=10"
    ),
    (
      "bound-plexus-stall",
      "plumbline bound plexus.stall --set activeView=100 offline=5 sampleSize=10 requiredArrivals=9"
    ),
    (
      "bound-plexus-coverage-json",
      "plumbline bound plexus.coverage --set activeView=6 sampleSize=5 iterations=2 --json"
    ),
    ("explain-plexus", "plumbline explain plexus.coverage"),
    ("vote-help", "plumbline vote --help"),
    ("check-vote", "plumbline check vote.json5"),
    ("check-signs", "plumbline check signs.json5"),
    ("run-signs", "plumbline run signs.json5"),
    ("list-theorems", "plumbline list theorems"),
    ("list-algorithms", "plumbline list algorithms"),
    ("list-topologies", "plumbline list topologies"),
    ("list-objectives", "plumbline list objectives"),
    ("list-suites-json", "plumbline list suites --json"),
    ("explain", "plumbline explain dsgd.convex"),
    ("explain-vote", "plumbline explain vote.imperfect"),
    ("explain-json", "plumbline explain dsgd.nonconvex --json"),
    ("explain-scenario", "plumbline explain scenario"),
  ]

  @Test(arguments: commands)
  func outputIsAsRecorded(_ name: String, _ script: String) throws {
    let shell = try Shell()
    defer { shell.remove() }
    try shell.write(tinyScenario, to: "tiny.json5")
    try shell.write(voteScenario, to: "vote.json5")
    try shell.write(signScenario, to: "signs.json5")
    try shell.write("3\n0 1\n1 0\n1 2\n2 1\n", to: "pair.edges")
    try shell.write("4\n0 1\n1 0\n2 3\n3 2\n", to: "split.edges")
    try shell.write("0, 1\n1, 0\n", to: "swap.csv")
    let result = try shell.run(script)
    let text = "$ \(script)\n\(result.output)\(result.errors)[status \(result.status)]\n"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["PLUMBLINE_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == (try? String(contentsOf: file, encoding: .utf8)))
  }
}
