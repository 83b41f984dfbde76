import Plumbline

/// A scenario with the words that reproduce its results.
struct LoadedScenario {
  var scenario: Scenario
  var command: String
}

enum Loading {
  static func scenario(file: String, seed: UInt64?) throws(Failure) -> LoadedScenario {
    let text = try Files.text(file)
    let scenario: Scenario
    do throws(ScenarioError) {
      scenario = try Scenario(parsing: text, seed: seed) { (path) throws(ScenarioError) in
        do throws(Failure) {
          return try Files.text(Files.resolve(path, besides: file))
        } catch {
          throw ScenarioError("network file \(error.message)", line: nil)
        }
      }
    } catch {
      let place = error.file.map { Files.resolve($0, besides: file) } ?? file
      throw Failure(file: place, line: error.line, error.message)
    }
    return LoadedScenario(scenario: scenario, command: "plumbline check \(quoted(file))" + seedWords(seed))
  }

  static func suite(_ name: String, seed: UInt64?) throws(Failure) -> [LoadedScenario] {
    guard let suite = Suites[name] else {
      throw Failure("check: \(unknownWord("suite", name, among: Suites.all.map(\.name)))")
    }
    var result: [LoadedScenario] = []
    for text in suite.scenarios {
      do throws(ScenarioError) {
        let scenario = try Scenario(parsing: text, seed: seed) { (path) throws(ScenarioError) in
          throw ScenarioError("a bundled scenario reads no file, asked for \(path)", line: nil)
        }
        result.append(LoadedScenario(scenario: scenario, command: "plumbline check --suite \(name)" + seedWords(seed)))
      } catch {
        throw Failure(file: "suite \(name)", line: error.line, error.message)
      }
    }
    return result
  }

  static func seed(_ arguments: Arguments, command: String) throws(Failure) -> UInt64? {
    guard let text = arguments.value("seed") else { return nil }
    guard let seed = UInt64(text) else {
      throw Failure("\(command): --seed must be an integer in 0 ... 2^64 - 1, not '\(text)'")
    }
    return seed
  }

  private static func seedWords(_ seed: UInt64?) -> String { seed.map { " --seed \($0)" } ?? "" }

  /// The word as a shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./+=:,@".contains($0)) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
