// Written by `make proofs` from Proofs/Audit/audit.csv; do not edit.

extension MachineProof {
  /// By catalogue identifier.
  static let all: [String: MachineProof] = [
    "dsgd.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.DSGD.dsgd_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "dsgd.convex": MachineProof(
      name: "Plumbline.Algorithms.DSGD.dsgd_convex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "dsgd.strongly-convex": MachineProof(
      name: "Plumbline.Algorithms.DSGD.dsgd_strongly_convex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "localsgd.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.LocalSGD.localsgd_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "localsgd.stich2019": MachineProof(
      name: "Plumbline.Algorithms.LocalSGD.localsgd_stich2019",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "async-dsgd.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.AsyncDSGD.async_dsgd_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "async-dsgd.convex": MachineProof(
      name: "Plumbline.Algorithms.AsyncDSGD.async_dsgd_convex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "digest.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.DIGEST.digest_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "digest.convex": MachineProof(
      name: "Plumbline.Algorithms.DIGEST.digest_convex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "digest.strongly-convex": MachineProof(
      name: "Plumbline.Algorithms.DIGEST.digest_strongly_convex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "digest.asymptotic": MachineProof(
      name: "Plumbline.Algorithms.DIGEST.digest_asymptotic",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "delayed-sgd.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.DelayedSGD.delayed_sgd_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "fedavg.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.FedAvg.fedavg_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "asyncfeded.pathwise": MachineProof(
      name: "Plumbline.Algorithms.AsyncFedED.asyncfeded_pathwise",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "asyncfeded.nonconvex": MachineProof(
      name: "Plumbline.Algorithms.AsyncFedED.asyncfeded_nonconvex",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "signsgd.weighted": MachineProof(
      name: "Plumbline.Decoding.SignDescent.signsgd_weighted",
      assumptions: [
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
      ]),
    "signsgd.uniform": MachineProof(
      name: "Plumbline.Decoding.SignDescent.signsgd_uniform",
      assumptions: [
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
      ]),
    "vote.chernoff": MachineProof(
      name: "Plumbline.Decoding.Votes.vote_chernoff",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "vote.majority": MachineProof(
      name: "Plumbline.Decoding.ClosedForms.vote_majority",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "vote.bhattacharyya": MachineProof(
      name: "Plumbline.Decoding.InfiniteWeights.optimal_bhattacharyya",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "vote.kearns-saul": MachineProof(
      name: "Plumbline.Decoding.WeightedVotes.vote_kearns_saul",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "vote.llr": MachineProof(
      name: "Plumbline.Decoding.InfiniteWeights.optimal_llr",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "vote.imperfect": MachineProof(
      name: "Plumbline.Decoding.WeightedVotes.vote_imperfect",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "vote.llr-lower": MachineProof(
      name: "Plumbline.Decoding.LowerBound.vote_llr_lower",
      assumptions: [
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
      ]),
    "plexus.agreement": MachineProof(
      name: "Plumbline.Decoding.SamplerAgreement.plexus_agreement",
      assumptions: [
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
      ]),
    "plexus.stall": MachineProof(
      name: "Plumbline.Decoding.Hypergeometric.plexus_stall",
      assumptions: [
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
      ]),
    "plexus.coverage": MachineProof(
      name: "Plumbline.Decoding.Coverage.plexus_coverage",
      assumptions: [
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
      ]),
  ]
}
