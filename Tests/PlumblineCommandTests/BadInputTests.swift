import Foundation
import Testing

@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var script: String
    var message: String
    var testDescription: String { script }
  }

  static let cases: [Case] = [
    Case(script: "plumbline chek x", message: "unknown command 'chek'; did you mean 'check'?"),
    Case(script: "plumbline check", message: "check: a scenario file or --suite NAME is missing"),
    Case(script: "plumbline check none.json5", message: "none.json5: there is no such file"),
    Case(script: "plumbline check .", message: ".: is a folder, expected a file"),
    Case(script: "plumbline check binary.json5", message: "binary.json5: is not UTF-8 text"),
    Case(script: "plumbline check --suite basic", message: "check: unknown suite 'basic'; did you mean 'basics'?"),
    Case(script: "plumbline check tiny.json5 --jsn", message: "check: unknown option '--jsn'; did you mean '--json'?"),
    Case(script: "plumbline check tiny.json5 --seed", message: "check: --seed needs a value"),
    Case(
      script: "plumbline check tiny.json5 --seed -1",
      message: "check: --seed must be an integer in 0 ... 2^64 - 1, not '-1'"),
    Case(
      script: "plumbline check tiny.json5 --jobs 0", message: "check: --jobs must be an integer in 1 ... 1024, not '0'"),
    Case(script: "plumbline check tiny.json5 --out a --out b", message: "check: --out is given twice"),
    Case(
      script: "plumbline check key.json5",
      message: "key.json5:4: unknown key 'algorithm.stepsize'; did you mean 'stepSize'?"),
    Case(
      script: "plumbline check open.json5", message: "open.json5:2: malformed JSON5: expected ',' or '}', found 'c'"),
    Case(
      script: "plumbline check edges.json5",
      message: "bad.edges:3: node 9 does not exist; nodes are 0 ... 2"),
    Case(
      script: "plumbline check missing.json5",
      message: "missing.json5:5: network file nowhere.edges: there is no such file"),
    Case(
      script: "plumbline check tiny.json5 --out tiny.json5",
      message: "tiny.json5: the output folder cannot be written to"),
    Case(
      script: "plumbline check tiny.json5 --out /dev/null/x",
      message: "/dev/null/x: the output folder cannot be written to"),
    Case(
      script: "plumbline run tiny.json5 --out /dev/null/x",
      message: "/dev/null/x: the output folder cannot be written to"),
    Case(script: "plumbline run", message: "run: a scenario file is missing"),
    Case(script: "plumbline vote", message: "vote: --flip is missing"),
    Case(script: "plumbline vote --flip ''", message: "vote: --flip is empty"),
    Case(script: "plumbline vote --flip 1/3,", message: "vote: --flip: '' is not a number"),
    Case(script: "plumbline vote --flip 6/5", message: "vote: --flip: a probability lies in [0, 1], not 6/5"),
    Case(script: "plumbline vote --flip -0.1", message: "vote: --flip: a probability lies in [0, 1], not -1/10"),
    Case(script: "plumbline vote --flip nan", message: "vote: --flip: 'nan' is not a number"),
    Case(
      script: "plumbline vote --flip 1/3 --count 0",
      message: "vote: --count: a number of workers in 1 ... 1000000 is expected, not 0"),
    Case(
      script: "plumbline vote --flip 1/3 --count 1,2",
      message: "vote: --count has 2 numbers and --flip 1; one for each is expected"),
    Case(
      script: "plumbline vote --flip 1/3,1/4 --weights 1",
      message: "vote: 1 weights for 2 flip probabilities: one for each is expected"),
    Case(
      script: "plumbline vote --flip 1/3,1/4 --weights 0,0",
      message: "vote: all weights are zero, so every vote would be a tie"),
    Case(
      script: "plumbline vote --flip 1/3 --weights LLR", message: "vote: unknown weights 'LLR'; did you mean 'llr'?"),
    Case(script: "plumbline vote --flip 1/3 --digits 0", message: "vote: --digits must be an integer in 1 ... 5000"),
    Case(script: "plumbline vote 1/3", message: "vote: unexpected '1/3'"),
    Case(
      script: "plumbline vote --flip 1/3 --plot none/v.svg", message: "none/v.svg: cannot be written"),
    Case(
      script: "plumbline bound vote.llr --set nodes=3",
      message: "bound: vote.llr depends on every worker; see plumbline vote --help"),
    Case(script: "plumbline bound dsgd", message: "bound: unknown theorem 'dsgd'; did you mean 'dsgd.nonconvex'?"),
    Case(
      script: "plumbline bound dsgd.convex --set nodes=3 stepSize=1",
      message: "bound: dsgd.convex also needs iterations (T), smoothness (L), noiseVariance (sigma^2), "
        + "heterogeneity (zeta^2), mixingRate (p), initialDistance (|x0 - x*|^2)"),
    Case(script: "plumbline bound dsgd.convex --set stepSize=0", message: "bound: stepSize must be positive, not 0"),
    Case(script: "plumbline bound dsgd.convex --set stepSize=1/0", message: "bound: stepSize: '1/0' divides by zero"),
    Case(script: "plumbline bound dsgd.convex --set stepSize=nan", message: "bound: stepSize: 'nan' is not a number"),
    Case(
      script: "plumbline bound dsgd.convex --set iterations=0",
      message: "bound: iterations must be a positive integer, not 0"),
    Case(
      script: "plumbline bound dsgd.convex --set mixingRate=2", message: "bound: mixingRate must lie in [0, 1], not 2"),
    Case(
      script: "plumbline bound async-dsgd.convex --set nodes=1e30",
      message: "bound: nodes must be at most 1000000000"),
    Case(
      script: "plumbline bound async-dsgd.convex --set maximumStaleness=9223372036854775807",
      message: "bound: maximumStaleness must be at most 1000000000"),
    Case(script: "plumbline bound dsgd.convex --set nodes=2 nodes=3", message: "bound: 'nodes' is set twice"),
    Case(script: "plumbline bound dsgd.convex --set smothness=2", message: "did you mean 'smoothness'?"),
    Case(script: "plumbline bound dsgd.convex --set", message: "bound: --set needs name=value"),
    Case(
      script: "plumbline bound dsgd.convex --set stepSize=1e-9223372036854775808",
      message: "has an exponent beyond 10000"),
    Case(script: "plumbline gap ring --nodes 100000", message: "gap: --nodes must be an integer in 2 ... 2000"),
    Case(script: "plumbline gap torus --shape 400x250", message: "a network has 2 to 2000 nodes, not 100000"),
    Case(script: "plumbline gap ring --nodes 5 --width 1e-9000", message: "gap: --width must be at least 2^-2000"),
    Case(script: "plumbline check tiny.json5 --out ''", message: "check: --out is empty"),
    Case(script: "plumbline gap $'ri\\nng' --nodes 4", message: "unknown topology 'ri\\u{a}ng'"),
    Case(
      script: "plumbline report results.json --out pipe",
      message: "pipe: is not a regular file, so results are not written over it"),
    Case(script: "plumbline list theorems > /dev/full", message: "standard output cannot be written to"),
    Case(script: "plumbline gap", message: "gap: a topology or --file is missing"),
    Case(script: "plumbline gap ring", message: "gap: ring needs --nodes N"),
    Case(script: "plumbline gap ring --nodes 1", message: "gap: --nodes must be an integer in 2"),
    Case(script: "plumbline gap ring --nodes 0", message: "gap: --nodes must be an integer in 2"),
    Case(script: "plumbline gap rings --nodes 4", message: "gap: unknown topology 'rings'; did you mean 'ring'?"),
    Case(script: "plumbline gap ring --nodes 4 --width 0", message: "gap: --width must be positive, not 0"),
    Case(script: "plumbline gap torus --shape 3x", message: "'3x' is not a shape"),
    Case(script: "plumbline gap --file bad.edges", message: "bad.edges:3: node 9 does not exist"),
    Case(script: "plumbline gap --file ragged.csv", message: "ragged.csv:2: a row of 1 entries after rows of 2"),
    Case(
      script: "plumbline gap --file rows.csv", message: "rows.csv:2: not doubly stochastic: row 1 sums to 3/4, not 1"),
    Case(
      script: "plumbline gap --file skew.csv",
      message: "skew.csv:1: not symmetric: entry (0, 1) is 1/2, entry (1, 0) is 0"),
    Case(script: "plumbline gap --file nan.csv", message: "nan.csv:1: 'nan' is not a number"),
    Case(
      script: "plumbline gap ring --nodes 4 --links 6/5",
      message: "gap: --links: a probability lies in [0, 1], not 6/5"),
    Case(
      script: "plumbline gap ring --nodes 4 --links 1,1,1,-1/2",
      message: "gap: --links: a probability lies in [0, 1], not -1/2"),
    Case(
      script: "plumbline gap ring --nodes 4 --links 1,1/2",
      message: "gap: --links: 2 link probabilities for 4 links; one for each is expected"),
    Case(script: "plumbline gap ring --nodes 4 --links 1,,1,1", message: "gap: --links: '' is not a number"),
    Case(
      script: "plumbline gap path --nodes 4 --links 1/2 --weights uniform",
      message: "gap: --links: link failures need a doubly stochastic matrix: column 0 sums to 5/6, not 1"),
    Case(
      script: "plumbline gap ring --nodes 4 --links 1/2 --consensus-step 2",
      message: "gap: --consensus-step lies in [0, 1], not 2"),
    Case(
      script: "plumbline gap ring --nodes 4 --consensus-step 1/2",
      message: "gap: --consensus-step has a meaning with --links only"),
    Case(
      script: "plumbline gap --file pair.csv --weights metropolis",
      message: "pair.csv: --weights has no meaning for a matrix file"),
    Case(script: "plumbline route ring --nodes 4", message: "route: --kind is missing: tour, cycle, walk, metropolis"),
    Case(
      script: "plumbline route ring --nodes 4 --kind tuor",
      message: "route: unknown kind of route 'tuor'; did you mean 'tour'?"),
    Case(script: "plumbline route ring --nodes 4 --kind cycle", message: "route: --kind cycle needs --cycle 0,1,2,..."),
    Case(
      script: "plumbline route ring --nodes 4 --kind tour --cycle 0,1",
      message: "route: --cycle has a meaning with --kind cycle only"),
    Case(
      script: "plumbline route ring --nodes 4 --kind cycle --cycle 0,1,x", message: "route: --cycle: 'x' is not a node"),
    Case(
      script: "plumbline route ring --nodes 4 --kind cycle --cycle 0,1,3,2",
      message: "route: step 1 of the cycle goes from node 1 to node 3, which is no neighbour"),
    Case(
      script: "plumbline route ring --nodes 4 --kind cycle --cycle 0,1,2",
      message: "route: the cycle does not close: node 0 is no neighbour of its last node 2"),
    Case(
      script: "plumbline route ring --nodes 4 --kind cycle --cycle 0,1,2,1",
      message: "route: the cycle never visits node 3"),
    Case(
      script: "plumbline route ring --nodes 4 --kind cycle --cycle 0,1,2,9",
      message: "route: step 3 of the cycle is at node 9; nodes are 0 ... 3"),
    Case(
      script: "plumbline route --file split.edges --kind tour",
      message: "route: the graph is not connected: no token gets from node 0 to node 2"),
    Case(
      script: "plumbline route --file split.edges --kind metropolis",
      message: "route: the graph is not connected: no token gets from node 0 to node 2"),
    Case(
      script: "plumbline route ring --nodes 4 --kind tour --tokens 0",
      message: "route: --tokens must be an integer in 1 ... 2000, not '0'"),
    Case(
      script: "plumbline route ring --nodes 4 --kind tour --tokens 5",
      message: "route: 4 nodes take 1 to 4 tokens, not 5"),
    Case(
      script: "plumbline route ring --nodes 4 --kind walk --seed 1 --tokens 5",
      message: "route: 4 nodes take 1 to 4 tokens, not 5"),
    Case(
      script: "plumbline route ring --nodes 4 --kind tour --tokens 2 --slots 100000000",
      message: "route: 2 tokens in 100000000 slots make more than 100000000 visits"),
    Case(
      script: "plumbline route ring --nodes 4 --kind walk --slots 9",
      message: "route: --slots has a meaning with --seed only, which draws the walk"),
    Case(
      script: "plumbline route ring --nodes 4 --kind walk --tokens 2",
      message: "route: --tokens has a meaning with --seed only, which draws the walk"),
    Case(
      script: "plumbline route ring --nodes 4 --kind tour --seed 1",
      message: "route: --seed has a meaning for walks only"),
    Case(
      script: "plumbline route ring --nodes 4 --kind walk --seed x",
      message: "route: --seed must be an integer in 0 ... 2^64 - 1, not 'x'"),
    Case(script: "plumbline route --kind tour", message: "route: a topology or --file is missing"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3",
      message: "sampler: --success is missing: the share of the sample whose models are waited for"),
    Case(
      script: "plumbline sampler --sample 3 --success 1",
      message: "sampler: --nodes is missing: nodes that a view believes active"),
    Case(
      script: "plumbline sampler --nodes 10 --success 1",
      message: "sampler: --sample is missing: nodes sampled in a round"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 11 --success 1",
      message: "sampler: a sample of 11 is larger than the view of 10"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 0",
      message: "sampler: --success must be above 0 and at most 1, not 0"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 6/5",
      message: "sampler: --success must be above 0 and at most 1, not 6/5"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success nan",
      message: "sampler: --success: 'nan' is not a number"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --offline 11",
      message: "sampler: 11 offline of a view of 10: 0 to all are expected"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --offline -1",
      message: "sampler: --offline must be an integer in 0 ... 100000, not '-1'"),
    Case(
      script: "plumbline sampler --nodes 0 --sample 0 --success 1",
      message: "sampler: a view has 1 to 100000 nodes, not 0"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 0 --success 1",
      message: "sampler: a sample has at least one node, not 0"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --only-first 2",
      message: "sampler: --only-first has a meaning with --common only"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --only-second 2",
      message: "sampler: --only-second has a meaning with --common only"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --common 2",
      message: "sampler: a sample of 3 is larger than the first view of 2"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --common 2 --only-first 1",
      message: "sampler: a sample of 3 is larger than the second view of 2"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --rounds -1",
      message: "sampler: --rounds must be an integer in 0 ... 1000000000, not '-1'"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --success 1 --window 1.5",
      message: "sampler: --window must be an integer in 0 ... 1000000000, not '1.5'"),
    Case(
      script: "plumbline sampler --nodes 10 --sample 3 --sucess 1",
      message: "sampler: unknown option '--sucess'; did you mean '--success'?"),
    Case(
      script: "plumbline sampler 10",
      message: "sampler: unexpected '10'"),
    Case(
      script: "plumbline bound plexus.stall --set activeView=100 offline=5 sampleSize=101 requiredArrivals=9",
      message: "bound: plexus.stall: a sample of 101 is larger than the view of 100"),
    Case(
      script: "plumbline bound plexus.stall --set activeView=100 offline=101 sampleSize=10 requiredArrivals=9",
      message: "bound: plexus.stall: 101 offline of a view of 100: 0 to all are expected"),
    Case(
      script: "plumbline bound plexus.agreement --set common=1 onlyFirst=0 onlySecond=0 sampleSize=2",
      message: "bound: plexus.agreement: a sample of 2 is larger than the first view of 1"),
    Case(
      script: "plumbline bound plexus.coverage --set activeView=1000 sampleSize=10 iterations=5000",
      message: "bound: plexus.coverage: the exact value is longer than 2^18 bits; plumbline sampler encloses it"),
    Case(
      script: "plumbline bound plexus.stall --set activeView=100",
      message: "bound: plexus.stall also needs offline (o), sampleSize (s'), requiredArrivals (ceil(sf s))"),
    Case(script: "plumbline report tiny.json5", message: "report: --out FILE.html is missing"),
    Case(
      script: "plumbline report tiny.json5 --out r.html",
      message: "tiny.json5: is not a results.json of plumbline check: malformed JSON"),
    Case(
      script: "plumbline report half.json --out r.html",
      message: "half.json: is not a results.json of plumbline check: key"),
    Case(script: "plumbline list theorem", message: "list: unknown registry 'theorem'; did you mean 'theorems'?"),
    Case(script: "plumbline explain", message: "explain: a theorem or 'scenario' is missing"),
  ]

  /// One line on standard error, status 2, nothing on standard output, no file made.
  @Test(arguments: cases)
  func badInputGetsOneLineAndStatus2(_ testCase: Case) throws {
    let shell = try Shell()
    defer { shell.remove() }
    try shell.write(tinyScenario, to: "tiny.json5")
    try shell.write(tinyScenario.replacing("stepSize", with: "stepsize"), to: "key.json5")
    try shell.write("{ name: 'x'\n claims: [] }", to: "open.json5")
    for (file, network) in [("edges", "bad"), ("missing", "nowhere")] {
      try shell.write(
        tinyScenario.replacing(
          "topology: \"complete\", nodes: 2", with: "topology: \"file\", file: \"\(network).edges\""),
        to: "\(file).json5")
    }
    try shell.write("3\n0 1\n0 9\n", to: "bad.edges")
    try shell.write("1/2 1/2\n1\n", to: "ragged.csv")
    try shell.write("1/2 1/2\n1/2 1/4\n", to: "rows.csv")
    try shell.write("1/2 1/2 0\n0 1/2 1/2\n1/2 0 1/2\n", to: "skew.csv")
    try shell.write("nan 1\n1 0\n", to: "nan.csv")
    try shell.write("1/2 1/2\n1/2 1/2\n", to: "pair.csv")
    try shell.write("4\n0 1\n1 0\n2 3\n3 2\n", to: "split.edges")
    try shell.write("[]", to: "results.json")
    try shell.write("[{\"theorem\": \"dsgd.convex\"}]", to: "half.json")
    try Data([0xFF, 0xFE, 0x00, 0x80]).write(to: shell.folder.appendingPathComponent("binary.json5"))
    _ = try shell.run("mkfifo pipe")
    let before = try shell.files
    let result = try shell.run(testCase.script)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("plumbline: error: "))
    #expect(result.errors.contains(testCase.message), "\(result.errors)")
    #expect(result.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(result.errors)")
    #expect(try shell.files == before)
  }
}
