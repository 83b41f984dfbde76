import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct BehaviourTests {
  static func shell() throws -> Shell {
    let shell = try Shell()
    try shell.write(tinyScenario, to: "tiny.json5")
    return shell
  }

  @Test func exitStatusesFollowTheVerdicts() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    let fast = tinyScenario.replacing("1/16", with: "1/2")
    try shell.write(fast, to: "fast.json5")
    let wrong = tinyScenario.replacing(
      "[\"dsgd.nonconvex\"]",
      with: "[{ theorem: \"dsgd.nonconvex\", without: [\"gradientNoise\", \"initialisation\"] }]")
    try shell.write(wrong, to: "wrong.json5")
    #expect(try shell.run("plumbline check tiny.json5").status == 0)
    #expect(try shell.run("plumbline check fast.json5").status == 3)
    #expect(try shell.run("plumbline check wrong.json5").status == 1)
    #expect(try shell.run("plumbline check fast.json5 wrong.json5 tiny.json5").status == 1)
    #expect(try shell.run("plumbline check fast.json5 tiny.json5").status == 3)
    // A reader that closes the pipe does not turn a refutation into a success.
    #expect(try shell.run("plumbline check wrong.json5 | true; exit ${PIPESTATUS[0]}").status == 1)
  }

  @Test func theResultsFileIsWhatJsonPrints() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    let result = try shell.run("plumbline check tiny.json5 --out deep/er --json")
    #expect(result.status == 0)
    #expect(try shell.text("deep/er/results.json") == result.output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: shell.folder.path + "/deep/er") == ["results.json"])
  }

  @Test func theReportIsOnePageWithEveryClaim() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    let result = try shell.run(
      "plumbline check tiny.json5 --out a >/dev/null; plumbline report a/results.json a/results.json --out b/r.html")
    #expect(result.status == 0)
    #expect(result.output == "b/r.html: 2 claims: 2 certified\n")
    let page = try shell.text("b/r.html")
    #expect(page.contains("plumbline check tiny.json5"))
    #expect(!page.contains("http"))
  }

  @Test func sampledResultsAreTheSameBytesForAnyNumberOfThreads() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    try shell.write(
      tinyScenario.replacing("kind: \"exact\"", with: "kind: \"sampled\", replicates: 101"), to: "sampled.json5")
    let outputs = try [1, 2, 7].map { try shell.run("plumbline check sampled.json5 --json --jobs \($0)").output }
    #expect(outputs[0].count > 1000)
    #expect(Set(outputs).count == 1)
  }

  /// An interrupted run leaves the old results and nothing else.
  @Test func anInterruptedRunLeavesNoBrokenFile() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    try shell.write(
      tinyScenario.replacing("kind: \"exact\"", with: "kind: \"sampled\", replicates: 10000000")
        .replacing("iterations: 2", with: "iterations: 100000"), to: "long.json5")
    let result = try shell.run(
      """
      mkdir out; echo old > out/results.json
      timeout --signal=KILL 1 plumbline check long.json5 --out out >/dev/null 2>&1
      echo "$?"; ls -A out; cat out/results.json
      """)
    #expect(result.output == "137\nresults.json\nold\n")
  }

  @Test func pathsInScenariosAreRelativeToTheScenario() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    let text = tinyScenario.replacing("topology: \"complete\", nodes: 2", with: "topology: \"file\", file: \"w.csv\"")
    let result = try shell.run(
      """
      mkdir sub; printf '1/2 1/2\\n1/2 1/2\\n' > sub/w.csv
      cat > sub/s.json5 <<'END'
      \(text)
      END
      plumbline check sub/s.json5 --json | grep -c '"file" : "w.csv"'
      """)
    #expect(result.output == "1\n", "\(result)")
  }

  @Test func theScenarioHashIsSha256sum() throws {
    let shell = try Self.shell()
    defer { shell.remove() }
    let result = try shell.run("plumbline check tiny.json5 --json | grep -c $(sha256sum tiny.json5 | cut -d' ' -f1)")
    #expect(result.output == "1\n")
  }
}
