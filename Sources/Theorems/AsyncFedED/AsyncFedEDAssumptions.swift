/// What the theorems of AsyncFedED share.
enum AsyncFedEDAssumptions {
  static let citation = Citation(
    key: "Wang et al. 2022",
    reference:
      "Q. Wang, Q. Yang, S. He, Z. Shi, J. Chen, AsyncFedED: Asynchronous Federated Learning with Euclidean Distance based Adaptive Weight Aggregation, 2022, arXiv 2205.13797"
  )
}
