(** * The right sides of the convergence theorems, as functions over R

    One definition for each theorem of the catalogue whose proof is in this folder, in the form in which the catalogue
    states it. Only the reals are imported, so that another file can define the same function over Q and show that both
    agree.

    Glossary (the names of `bound --set`; nothing is assumed about the numbers here):
      nodes n (V)                       number of nodes
      iterations T                      number of iterations; a natural number where it is an exponent
      stepSize eta (eta_l)              learning rate
      smoothness L                      Lipschitz constant of every gradient
      strongConvexity mu                modulus of strong convexity
      noiseVariance sigma2              sigma^2, second moment of a node's gradient noise
      heterogeneity zeta2               zeta^2
      maximumHeterogeneity zetamax2     zeta_max^2
      gradientSecondMoment G2           G^2
      gradientMeanSquare M2             M^2
      participation q                   probability that a gradient is completed in a slot
      mixingRate p                      1 - rho^2
      maximumStaleness tau              tau_max
      consensusStep c                   share of the mixing
      channelNoise s2                   s^2, second moment of a node's receiver noise
      tokenDeviation Sbar2              Sbar^2
      localSteps H (K)                  local steps between averagings
      sampleSize s'                     models that are averaged in a round
      stepOffset a                      eta_t = 4/(m (a+t))
      initialGap gap                    f0 - f_star
      initialDistance dist              |x0 - x*|^2
      serverStep lambda                 step of the AsyncFedED server
      stalenessOffset eps               its offset
      stalenessLimit Gamma              bound on its staleness gamma *)

From Coq Require Import Reals.
Open Scope R_scope.

(** ** What several right sides share *)

(** S_T = sum_{t<T} (a+t)^2 *)
Definition weight_sum (T a : R) : R := T / 6 * (2 * T ^ 2 + 6 * a * T - 3 * T + 6 * a ^ 2 - 6 * a + 1).

(** C1: (4 (1-p) eta^2/p) (sigma^2 + 2 (2+p) zeta^2/p) *)
Definition dsgd_deviation (eta sigma2 p zeta2 : R) : R :=
  4 * (1 - p) * eta ^ 2 / p * (sigma2 + 2 * (2 + p) * zeta2 / p).

(** Xi = (2/p)((1-p)(2+p)/p eta^2 G^2 + c^2 s^2) *)
Definition async_dsgd_spread (eta G2 p c s2 : R) : R :=
  2 / p * ((1 - p) * (2 + p) / p * (eta ^ 2 * G2) + c ^ 2 * s2).

(** (sqrt(k Xi) + tau_max eta G + sqrt(tau_max) c s/sqrt(n))^2, k = min(tau_max + 1, n); the square is multiplied out,
    as in the catalogue. *)
Definition async_dsgd_deviation (n eta G2 p tau c s2 : R) : R :=
  let consensus := Rmin (tau + 1) n * async_dsgd_spread eta G2 p c s2 in
  let staleness := tau ^ 2 * (eta ^ 2 * G2) in
  let drift := tau * (c ^ 2 * s2 / n) in
  consensus + staleness + drift
  + 2 * (sqrt consensus * sqrt staleness + sqrt consensus * sqrt drift + sqrt staleness * sqrt drift).

(** ** D-SGD *)

Definition dsgd_nonconvex_rhs (n T eta L sigma2 zeta2 p gap : R) : R :=
  2 * gap / (eta * T) + L * eta * sigma2 / n
  + 4 * (1 - p) * L ^ 2 * eta ^ 2 / p * (sigma2 + 2 * (2 + p) * zeta2 / p).

Definition dsgd_convex_rhs (n T eta L sigma2 zeta2 p dist : R) : R :=
  dist / (eta * T) + eta * sigma2 / n + 3 * L / 2 * dsgd_deviation eta sigma2 p zeta2.

Definition dsgd_strongly_convex_rhs (n : R) (T : nat) (eta L mu sigma2 zeta2 p dist : R) : R :=
  (1 - eta * mu) ^ T * dist + eta * sigma2 / (n * mu) + 3 * L / (2 * mu) * dsgd_deviation eta sigma2 p zeta2.

(** ** Local SGD *)

Definition localsgd_nonconvex_rhs (n T eta L sigma2 G2 H gap : R) : R :=
  2 * gap / (eta * T) + L * eta * sigma2 / n + L ^ 2 * ((H - 1) ^ 2 * eta ^ 2 * G2).

(** As published: [Stich 2019, Theorem 2.2], H local steps *)
Definition localsgd_stich2019_rhs (n T a L mu sigma2 G2 H dist : R) : R :=
  let S_T := weight_sum T a in
  mu * a ^ 3 * dist / (2 * S_T) + 4 * T * (T + 2 * a) * sigma2 / (mu * n * S_T)
  + 256 * T * G2 * H ^ 2 * L / (mu ^ 2 * S_T).

(** ** Asynchronous D-SGD *)

Definition async_dsgd_nonconvex_rhs (n T eta L sigma2 G2 M2 q p tau c s2 gap : R) : R :=
  2 * gap / (eta * q * T) + L * eta * (sigma2 + (1 - q) * M2) / n + L * c ^ 2 * s2 / (n * eta * q)
  + L ^ 2 * async_dsgd_deviation n eta G2 p tau c s2.

Definition async_dsgd_convex_rhs (n T eta L sigma2 G2 M2 q p tau c s2 dist : R) : R :=
  dist / (eta * q * T) + eta * (sigma2 + (1 - q) * M2) / n + c ^ 2 * s2 / (n * eta * q)
  + 3 * L / 2 * async_dsgd_deviation n eta G2 p tau c s2.

(** ** DIGEST *)

Definition digest_nonconvex_rhs (V T eta L sigma2 G2 Sbar2 gap : R) : R :=
  2 * gap / (eta * T) + L * eta * sigma2 / V + L ^ 2 * (eta ^ 2 * G2 * Sbar2).

Definition digest_convex_rhs (V T eta L sigma2 G2 Sbar2 dist : R) : R :=
  dist / (eta * T) + eta * sigma2 / V + 3 * L / 2 * (eta ^ 2 * G2 * Sbar2).

Definition digest_strongly_convex_rhs (V : R) (T : nat) (eta L mu sigma2 G2 Sbar2 dist : R) : R :=
  (1 - eta * mu / 2) ^ T * dist + 2 * eta * sigma2 / (V * mu) + (3 * L / mu + 2) * (eta ^ 2 * G2 * Sbar2).

Definition digest_asymptotic_rhs (V T a L mu sigma2 G2 Sbar2 dist : R) : R :=
  let m := mu / 2 in
  let S_T := weight_sum T a in
  m * a ^ 3 * dist / (4 * S_T) + 2 * T * (T + 2 * a) * sigma2 / (m * V * S_T)
  + 64 * T * (3 * L / 2 + mu) * G2 * Sbar2 / (m ^ 2 * S_T).

(** ** Federated averaging over a uniform sample *)

Definition fedavg_nonconvex_rhs (n T eta L sigma2 G2 K s' gap : R) : R :=
  2 * gap / (eta * K * T) + 2 * L * eta * sigma2 / n + L * eta * K * ((n - s') / (s' * (n - 1))) * G2
  + L ^ 2 * eta ^ 2 * G2 * (K - 1) * (2 * K - 1) / 6.

(** ** SGD with stale gradients *)

Definition delayed_sgd_nonconvex_rhs (T eta L sigma2 G2 tau gap : R) : R :=
  2 * gap / (eta * T) + L * eta * sigma2 + L ^ 2 * (tau ^ 2 * eta ^ 2 * G2).

(** ** AsyncFedED *)

(** value = f(x_t), slope = <grad f(x_s), Delta>, step = eta_t, length2 = |Delta|^2, gamma = gamma_t *)
Definition asyncfeded_pathwise_rhs (value slope step L length2 gamma : R) : R :=
  value + step * slope + L * step * length2 * (gamma + step / 2).

(** The bound on the first-order error of a step over |Delta|^2, whatever its staleness *)
Definition asyncfeded_pathwise_error_rhs (L lambda eps : R) : R := L * lambda * (1 + lambda / (2 * eps ^ 2)).

Definition asyncfeded_nonconvex_rhs (T eta_l L sigma2 zetamax2 G2 K lambda eps Gamma gap : R) : R :=
  let r := 1 + Gamma / eps in
  let eta_min := lambda / (Gamma + eps) in
  4 * gap / (eta_min * eta_l * K * T)
  + 4 * r * (L ^ 2 * eta_l ^ 2 * G2 * (K - 1) * (2 * K - 1) / 6 + zetamax2)
  + (r - 1) ^ 2 * sigma2 / K + 4 * L * (Gamma + eps) * (1 + lambda / (2 * eps ^ 2)) * eta_l * K * G2.
