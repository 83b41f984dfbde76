import Algorithms
import Networks
import Simulation
import Training

/// Every field of a scenario: the one place from which unknown keys are judged and the reference is
/// printed.
public enum ScenarioSchema {
  public struct Field: Sendable {
    /// Dotted path, for example `algorithm.stepSize`.
    public var path: String
    public var type: String
    /// The default, or `nil` when the field is required.
    public var fallback: String?
    public var meaning: String

    init(_ path: String, _ type: String, fallback: String? = nil, _ meaning: String) {
      self.path = path
      self.type = type
      self.fallback = fallback
      self.meaning = meaning
    }

    var section: String { path.split(separator: ".").dropLast().joined(separator: ".") }
    var key: String { String(path.split(separator: ".").last!) }
  }

  public static let fields = fixed.flatMap { field in
    switch field.path {
    case "algorithm.iterations": [field] + parameters
    case "training.testEverySeconds": [field] + methodParameters
    case "computing.speeds":
      [field] + modelFields("computing", ComputingTimes.all.map { ($0.name, $0.parameters) })
    case "network.links.model":
      [field]
        + modelFields("network.links", LinkModels.all.map { ($0.name, $0.parameters) })
    default: [field]
    }
  }

  /// What single algorithms can be set up with, once each.
  private static let parameters: [Field] = {
    var fields: [Field] = []
    for algorithm in Algorithms.all {
      for parameter in algorithm.parameters where !fields.contains(where: { $0.key == parameter.name }) {
        let users = Algorithms.all.filter { $0.parameters.contains(parameter) }.map { $0.name }
        fields.append(
          Field(
            "algorithm.\(parameter.name)", parameter.domain, fallback: parameter.fallback.description,
            "\(parameter.meaning) (\(users.joined(separator: ", ")))"))
      }
    }
    return fields
  }()

  /// Keys of `training` that are no settings of a method.
  static let trainingKeys = [
    "method", "localSteps", "batchSize", "stepSize", "seconds", "rounds", "testEveryRounds", "testEverySeconds",
  ]

  /// What single training methods can be set up with, once each.
  private static let methodParameters: [Field] = {
    var fields: [Field] = []
    for method in TrainingMethods.all {
      for parameter in method.parameters where !fields.contains(where: { $0.key == parameter.name }) {
        let users = TrainingMethods.all.filter { $0.parameters.contains(parameter) }.map { $0.name }
        fields.append(
          Field(
            "training.\(parameter.name)", parameter.domain, fallback: parameter.fallback.description,
            "\(parameter.meaning) (\(users.joined(separator: ", ")))"))
      }
    }
    return fields
  }()

  /// The numbers that models are set up with.
  private static func modelFields(
    _ section: String, _ models: [(name: String, parameters: [ModelParameter])]
  ) -> [Field] {
    var fields: [Field] = []
    for parameter in models.flatMap(\.parameters) where !fields.contains(where: { $0.key == parameter.name }) {
      let users = models.filter { $0.parameters.contains { $0.name == parameter.name } }
      fields.append(
        Field(
          "\(section).\(parameter.name)", "number, \(parameter.domain.description)",
          fallback: parameter.fallback?.description ?? "none",
          "\(parameter.meaning) (\(users.map(\.name).joined(separator: ", ")))"))
    }
    return fields
  }

  private static let fixed: [Field] = [
    Field("name", "string", "what the scenario is called in results"),
    Field("claims", "array", "theorem identifiers, {theorem, without}, or {compare, to, factor, at, budget}"),
    Field("claims.theorem", "string", "a theorem identifier (plumbline list theorems)"),
    Field("claims.without", "array of strings", fallback: "none", "terms of the right side that the claim leaves out"),
    Field(
      "claims.compare", "string", fallback: "none",
      "a metric: its expectation is at most factor times that under the algorithm 'to', with the same noise"),
    Field(
      "claims.to", "string, or object", fallback: "required with compare",
      "the other algorithm: its name, or the keys of 'algorithm' that differ"),
    Field("claims.factor", "number > 0", fallback: "1", "with compare: the factor"),
    Field("claims.at", "string", fallback: "average", "with compare: average over the iterations, or final"),
    Field(
      "claims.budget", "string", fallback: "iterations",
      "with compare: what both runs have alike, iterations, models sent (models) or virtual time (time)"),
    Field("vote", "object", fallback: "none", "a single vote in place of a run: for claims vote.*"),
    Field("vote.flip", "array of numbers in [0, 1]", "probability that a worker's vote is the wrong sign"),
    Field("vote.count", "array of integers > 0", fallback: "1 each", "workers that each flip probability stands for"),
    Field("vote.weights", "llr, uniform, or one number each", fallback: "uniform", "the decoder's weights"),
    Field(
      "claims.share", "number in (0, 1]", fallback: "9/10",
      "with compare, of a federation: of the best accuracy of either run"),
    Field(
      "task", "object", fallback: "none",
      "what a federation learns, in place of an algorithm's run: for claims that compare costs"),
    Field("task.name", "string", "synthetic: Synthetic(alpha, beta), 60 features, 10 classes, softmax regression"),
    Field("task.clients", "integer > 0", "clients, each a node"),
    Field("task.alpha", "number in 0 ... 1000", fallback: "1", "how far the clients' models differ"),
    Field("task.beta", "number in 0 ... 1000", fallback: "1", "how far the clients' inputs differ"),
    Field(
      "task.spread", "deviation or variance", fallback: "deviation",
      "what alpha and beta are, as in the authors' code or as the papers write"),
    Field("task.identical", "Boolean", fallback: "false", "all clients have the same distribution"),
    Field(
      "task.samples", "integer > 0", fallback: "a heavy-tailed law", "samples of each client, one in ten for the test"),
    Field("environment", "object", fallback: "required with a task", "what the nodes of a federation run in"),
    Field(
      "environment.secondsPerStep", "number >= 0, or one for each client", fallback: "0", "what a local step takes"),
    Field(
      "environment.upload", "number > 0, or one for each client", fallback: "no limit",
      "bytes per second, shared by what a node sends at a time"),
    Field(
      "environment.download", "number > 0, or one for each client", fallback: "no limit",
      "bytes per second, shared by what a node receives at a time"),
    Field(
      "environment.profiles", "path", fallback: "none",
      "capacities from a file with the header node,secondsPerStep,upload,download"),
    Field(
      "environment.latency", "path", fallback: "no latency",
      "milliseconds there and back between places; node i is at row i modulo their number"),
    Field(
      "environment.delay", "number >= 0", fallback: "0",
      "seconds that every message takes, where there is no latency file"),
    Field("environment.unmeasured", "number", fallback: "none", "what stands for a pair that was not measured"),
    Field(
      "environment.fallbackLatency", "number >= 0", fallback: "none",
      "milliseconds there and back for a pair that was measured in neither direction"),
    Field(
      "environment.availability", "path", fallback: "always there",
      "when nodes are there, a file with the header node,start,end"),
    Field(
      "environment.suspension", "number in [0, 1]", fallback: "0",
      "probability that a server's client pauses before it trains"),
    Field("environment.suspensionTime", "number >= 0", fallback: "1", "mean of such a pause in seconds, exponential"),
    Field("training", "object", fallback: "required with a task", "how a federation trains"),
    Field(
      "training.method", "string", "a training method: \(TrainingMethods.all.map { $0.name }.joined(separator: ", "))"),
    Field("training.localSteps", "integer > 0", "K, local steps at a time; the first ones where they are adaptive"),
    Field("training.batchSize", "integer > 0", "samples of a local step, drawn with replacement"),
    Field("training.stepSize", "number > 0", "eta of a local step"),
    Field("training.seconds", "number > 0", fallback: "none", "virtual time of the run; this or rounds"),
    Field("training.rounds", "integer > 0", fallback: "none", "rounds of the run"),
    Field(
      "training.testEveryRounds", "integer > 0", fallback: "1, unless testEverySeconds is given", "rounds between tests"
    ),
    Field("training.testEverySeconds", "number > 0", fallback: "none", "virtual time between tests"),
    Field("algorithm", "object", fallback: "required, unless there is a vote", "what is run"),
    Field("algorithm.name", "string", "an algorithm identifier (plumbline list algorithms)"),
    Field("algorithm.stepSize", "number > 0", "eta, the learning rate"),
    Field("algorithm.iterations", "integer > 0", "T, updates of the network"),
    Field("network", "object", fallback: "required, unless there is a vote", "who mixes with whom"),
    Field("network.topology", "string", "a topology identifier (plumbline list topologies), or file"),
    Field(
      "network.nodes", "integer >= 2, or 1 for topology complete", fallback: "required, unless shape or file gives it",
      "n"),
    Field("network.shape", "string such as 5x7", fallback: "none", "sides of a two-parameter topology"),
    Field(
      "network.file", "path", fallback: "none",
      "for topology file: a graph (.edges), or a matrix of exact weights, one row per line"),
    Field("network.weights", "string", fallback: "metropolis", "a weight rule; not with a matrix file"),
    Field(
      "network.links", "number in [0, 1], one for each link, or an object with a model", fallback: "always up",
      "how links fail: the probability that a link is up in a slot, links in the order of their ends"),
    Field("network.links.model", "string", "a link model"),
    Field(
      "network.mixing", "string, or an object with matrices", fallback: "the network's own matrix, always",
      "which matrix mixes in an iteration: \(MixingPlan.Name.allCases.map(\.rawValue).joined(separator: ", ")), or one drawn from a list (dsgd)"
    ),
    Field("network.mixing.matrices", "paths", "files of exact weights, one row per line"),
    Field("network.mixing.probabilities", "numbers that sum to 1", fallback: "all alike", "one for each matrix"),
    Field(
      "network.latency", "object", fallback: "messages take no time", "how long messages travel (dsgd, gossip-learning)"
    ),
    Field("network.latency.file", "path", "a square matrix of milliseconds; node i is its row i modulo their number"),
    Field("network.latency.unit", "number > 0", fallback: "1/1000", "units of virtual time in a millisecond"),
    Field("network.latency.unmeasured", "number", fallback: "none", "what stands for a pair that was not measured"),
    Field(
      "network.positions", "n pairs of numbers", fallback: "none", "where the nodes stand, for link model rayleigh"),
    Field(
      "network.channelNoise", "number >= 0", fallback: "0", "s^2, second moment of a node's receiver noise per slot"),
    Field(
      "network.churn", "path", fallback: "nobody comes or goes",
      "joins, leaves and crashes, a file with the header time,event,node"),
    Field(
      "network.clientWeights", "n numbers that sum to 1", fallback: "1/n each",
      "p_i, the clients' shares (fedavg, fedprox)"),
    Field("network.cycle", "array of nodes", fallback: "none", "a closed walk that visits every node, for route cycle"),
    Field("computing", "object", fallback: "every computation takes less than a slot", "how long nodes compute"),
    Field("computing.model", "string", "a computing time"),
    Field("computing.file", "path", fallback: "none", "for model trace: completions, with the header time,node"),
    Field("computing.speeds", "n numbers > 0", fallback: "1 each", "a computation takes node i its time over speed i"),
    Field("objective", "object", fallback: "required, unless there is a vote", "what is minimised"),
    Field("objective.name", "string", "an objective identifier (plumbline list objectives)"),
    Field(
      "objective.dimension", "integer > 0", fallback: "length of the list of curvatures, or what the file shows", "d"),
    Field("objective.curvature", "number >= 0, or d of them", "eigenvalues of the Hessian (quadratic)"),
    Field(
      "objective.centres", "n vectors of d numbers", fallback: "drawn by spread", "minimiser of each f_i (quadratic)"),
    Field(
      "objective.spread", "number >= 0", fallback: "required, unless centres are given",
      "centres are drawn as multiples of spread/8 in [-spread, spread] (quadratic)"),
    Field("objective.start", "vector of d numbers", fallback: "zero", "where every node starts"),
    Field(
      "objective.rotated", "Boolean", fallback: "false",
      "turn the Hessian by a rational rotation drawn from the seed (quadratic)"),
    Field(
      "objective.samples", "integer > 0", fallback: "required, unless there is a file",
      "m_i, drawn for each node: features are multiples of 1/8 in [-1, 1], labels by a drawn hyperplane (logistic, sigmoid-loss)"
    ),
    Field(
      "objective.flip", "number in [0, 1]", fallback: "1/10",
      "probability that a drawn label is wrong (logistic, sigmoid-loss)"),
    Field(
      "objective.file", "path", fallback: "none",
      "samples of two classes in place of drawn ones (logistic, sigmoid-loss)"),
    Field(
      "objective.format", "libsvm or csv", fallback: "csv for a name that ends so, otherwise libsvm",
      "of the file: 'label index:value ...' with indices from 1, or 'label,feature,...' without a header"),
    Field(
      "objective.regularisation", "number >= 0, for logistic > 0", fallback: "required for logistic, otherwise 0",
      "lambda of (lambda/2) |x|^2 (logistic, sigmoid-loss)"),
    Field(
      "objective.partition", "iid, sorted or dirichlet", fallback: "iid",
      "how samples are dealt out: at random, by label, or with drawn shares of each class (logistic, sigmoid-loss)"),
    Field(
      "objective.concentration", "number > 0", fallback: "required for partition dirichlet",
      "parameter of the Dirichlet law; a small one gives each node few classes"),
    Field(
      "objective.batchSizes", "integer > 0, or n of them; logistic, sigmoid-loss: 0 or full is all samples",
      fallback: "1; logistic, sigmoid-loss: full",
      "B_i, samples that worker i averages in an iteration; divides the variance of its noise"),
    Field("objective.noise", "object", fallback: "none", "the gradient noise of each node (quadratic)"),
    Field("objective.noise.law", "string", "none, rademacher, three-point or gaussian"),
    Field("objective.noise.variance", "number >= 0", fallback: "0 for law none", "second moment per coordinate"),
    Field("evidence", "object", "how the left side is measured"),
    Field("evidence.kind", "string", "exact, moments or sampled"),
    Field("evidence.replicates", "integer > 0", fallback: "400", "sampled: independent runs"),
    Field("evidence.alpha", "number in (0, 1)", fallback: "1/1000", "sampled: guaranteed false-alarm rate"),
    Field("seed", "integer in 0 ... 2^64 - 1", "every random number is a function of it"),
  ]

  static func keys(of section: String) -> [String] { fields.filter { $0.section == section }.map(\.key) }
}
