import ExactArithmetic
import Simulation

extension ConformanceVector {
  /// At least one for every algorithm.
  public static let all = decentralised + federated + signs

  private static let half = Rational(1, 2)

  private static let decentralised: [ConformanceVector] = [
    ConformanceVector(
      algorithm: "dsgd", topology: "path", centres: [0, 4, 3], rows: "the nodes' models", before: [1, 3, 2],
      after: [Rational(3, 2), Rational(13, 6), Rational(17, 6)],
      working: "gradients 1, -1, -1; models 1/2, 7/2, 5/2; weights 2/3 1/3 0, 1/3 1/3 1/3, 0 1/3 2/3"),
    ConformanceVector(
      algorithm: "minibatch-sgd", centres: [0, 4], rows: "the model", before: [1], after: [Rational(3, 2)],
      working: "gradients 1 and -3, mean -1"),
    ConformanceVector(
      algorithm: "local-sgd", centres: [0, 4], rows: "the workers' models", before: [1, 3],
      slot: Slot(averages: true), after: [2, 2], working: "gradients 1 and -1; models 1/2 and 7/2, averaged"),
    ConformanceVector(
      algorithm: "async-dsgd", centres: [0, 4], rows: "the models, then the models that the computations started from",
      before: [1, 3, 2, 3], slot: Slot(completions: [0]), after: [Rational(3, 2), Rational(3, 2), Rational(3, 2), 3],
      working: "node 0's gradient 2, taken at 2, moves its model 1 to 0; the models mix; node 0 starts anew"),
    ConformanceVector(
      algorithm: "ad-psgd", centres: [2, 4], rows: "the models, then the models that the computations started from",
      before: [0, 4, 1, 3], slot: Slot(completions: [1], exchanges: [.init(from: 0, to: 1)]),
      after: [2, Rational(5, 2), 1, Rational(5, 2)],
      working: "both become 2; node 1 applies its gradient -1, taken at 3, and starts anew"),
    ConformanceVector(
      algorithm: "gossip-learning", centres: [2, 0], rows: "the nodes' models", before: [0, 4], counters: [1, 3],
      slot: Slot(completions: [0], exchanges: [.init(from: 1, to: 0)]), after: [Rational(5, 2), 4],
      countersAfter: [4, 3], working: "ages 1 and 3: 0 + 3/4 (4 - 0) = 3, gradient 1; the age is 3 + 1"),
    ConformanceVector(
      algorithm: "random-walk-sgd", centres: [0, 4], rows: "the model", before: [1], slot: Slot(visits: [1]),
      after: [Rational(5, 2)], working: "gradient -3 of node 1"),
    ConformanceVector(
      algorithm: "digest", centres: [0, 4],
      rows: "the nodes' models, the token, each node's model at the token's last visit, the virtual iterate",
      before: [1, 1, 1, 1, 1, 1], slot: Slot(visits: [1]),
      after: [half, Rational(7, 4), Rational(7, 4), 1, Rational(7, 4), Rational(3, 2)],
      working: "models 1/2 and 5/2; the token takes up half of node 1's 3/2, and node 1 goes on from it"),
  ]

  private static let federated: [ConformanceVector] = [
    ConformanceVector(
      algorithm: "fedavg",
      settings: ["localSteps": .number(2), "sampling": .word("without-replacement"), "sampleSize": .number(2)],
      centres: [0, 9, 4], rows: "the server's model, then what the clients made of it", before: [1, 0, 0, 0],
      slot: Slot(completions: [0, 2]), after: [Rational(7, 4), Rational(1, 4), 0, Rational(13, 4)],
      working: "client 0: 1, 1/2, 1/4; client 2: 1, 5/2, 13/4; their mean"),
    ConformanceVector(
      algorithm: "fedavg",
      settings: ["localSteps": .number(1), "sampling": .word("with-replacement"), "sampleSize": .number(3)],
      centres: [0, 4], rows: "the server's model, then what the clients made of it", before: [1, 0, 0],
      slot: Slot(completions: [0, 0, 1]), after: [Rational(7, 6), half, Rational(5, 2)],
      working: "client 0 was drawn twice: (1/2 + 1/2 + 5/2)/3"),
    ConformanceVector(
      algorithm: "fedprox", settings: ["localSteps": .number(2), "proximalWeight": .number(1)], centres: [0, 4],
      rows: "the server's model, then what the clients made of it", before: [1, 0, 0],
      slot: Slot(completions: [0, 1]), after: [Rational(3, 2), half, Rational(5, 2)],
      working: "client 0: 1, 1/2, and 1/2 + 1 (1/2 - 1) = 0 keeps it there; client 1: 1, 5/2, 5/2"),
    ConformanceVector(
      algorithm: "fedasync", settings: ["localSteps": .number(2), "weighting": .word("hinge")], centres: [0, 4],
      rows: "the server's model, the models that the clients started from, what they made of them",
      before: [3, 2, 1, 0, 0], iteration: 2, counters: [2, 0], slot: Slot(completions: [1]),
      after: [Rational(49, 16), 2, Rational(49, 16), 0, Rational(13, 4)], countersAfter: [2, 3],
      working: "client 1: 1, 5/2, 13/4; age 2, weight 1/(1/2 2 + 1) = 1/2, so 3 + 1/4 (13/4 - 3)"),
    ConformanceVector(
      algorithm: "fedbuff", settings: ["bufferSize": .number(2)], centres: [0, 4],
      rows: "the server's model, the models that the clients started from, what they made of them",
      before: [3, 2, 1, 0, 0], iteration: 1, counters: [1, 0], memory: [1], slot: Slot(completions: [1]),
      after: [Rational(17, 4), 2, Rational(17, 4), 0, Rational(5, 2)], countersAfter: [1, 2],
      working: "the difference 3/2 joins 1 in the buffer: 3 + (1 + 3/2)/2"),
    ConformanceVector(
      algorithm: "asyncfeded",
      settings: ["serverStep": .number(2), "targetStaleness": .number(3), "adaptivity": .number(1)], centres: [0, 4],
      rows: "the server's model, the models that the clients started from, what they made of them",
      before: [3, 2, 1, 0, 0], iteration: 1, counters: [1, 0, 0, 0], slot: Slot(completions: [1]),
      after: [Rational(30, 7), 2, Rational(30, 7), 0, Rational(5, 2)], countersAfter: [1, 2, 0, 1],
      working: "Delta 3/2, distance 2, gamma 4/3, step 2/(4/3 + 1) = 6/7: 3 + 9/7; K grows by floor(3 - 4/3) = 1"),
    ConformanceVector(
      algorithm: "asyncfeded", settings: ["targetStaleness": .number(0), "adaptivity": .number(100)], centres: [0, 4],
      rows: "the server's model, the models that the clients started from, what they made of them",
      before: [3, 2, 1, 0, 0], iteration: 1, counters: [1, 0, 0, 0], slot: Slot(completions: [1]),
      after: [Rational(51, 14), 2, Rational(51, 14), 0, Rational(5, 2)], countersAfter: [1, 2, 0, 0],
      working: "gamma 4/3, step 3/7: 3 + 9/14; K would fall by 134 and stays at its least, 1"),
    ConformanceVector(
      algorithm: "asyncfeded", settings: ["adaptivity": .number(5)], centres: [0, 4],
      rows: "the server's model, the models that the clients started from, what they made of them",
      before: [3, 2, 4, 0, 0], iteration: 1, counters: [1, 0, 0, 0], slot: Slot(completions: [1]),
      after: [3, 2, 3, 0, 4], countersAfter: [1, 2, 0, 0],
      working: "Delta = 0: the server's model and K stay as they are"),
    ConformanceVector(
      algorithm: "plexus",
      settings: ["localSteps": .number(2), "sampleSize": .number(3), "successFraction": .number(Rational(2, 3))],
      centres: [0, 9, 4], rows: "the model, then what the nodes made of it", before: [1, 0, 0, 0],
      slot: Slot(completions: [0, 2]), after: [Rational(7, 4), Rational(1, 4), 0, Rational(13, 4)],
      working: "the first ceil(2/3 3) = 2 models, 1/4 and 13/4, are averaged"),
  ]

  private static let signs =
    ["signsgd-mv", "signsgd-fv", "signsgd-fd", "signsgd-sparse"].map { name in
      ConformanceVector(
        algorithm: name, centres: [0, 0, 4], rows: "the model", before: [1], after: [half],
        working: "gradients 1, 1, -3: two votes against one for +1")
    }
    + ["signsgd-mv", "signsgd-fv", "signsgd-fd", "signsgd-sparse"].map { name in
      ConformanceVector(
        algorithm: name, centres: [0, 4], rows: "the model", before: [2], after: [2],
        working: "gradients 2 and -2: a tie decides nothing")
    }
}
