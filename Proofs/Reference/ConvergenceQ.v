(** * The right sides of the convergence theorems over Q

    Each function here computes with rational numbers what the function of the same name in Algorithms/RightSides.v says
    over R, and each is proved to do so: [name_agrees]. The reference table evaluates these functions, so that another
    implementation can be compared with the numbers that the theorems speak of, exactly.

    Glossary: the letters are those of Algorithms/RightSides.v. Functions with square roots answer [None] where a
    radicand is not the square of a rational number; exponents are natural numbers. *)

Require Import ZArith QArith Qreals Reals Lra.
From Plumbline.Algorithms Require Import RightSides.
From Plumbline.Reference Require Import Rational.
Local Open Scope Q_scope.

(** ** Shared parts *)

Definition weight_sum_q (T a : Q) : Q :=
  T / 6 * (2 * power T 2 + 6 * a * T - 3 * T + 6 * power a 2 - 6 * a + 1).

Definition dsgd_deviation_q (eta sigma2 p zeta2 : Q) : Q :=
  4 * (1 - p) * power eta 2 / p * (sigma2 + 2 * (2 + p) * zeta2 / p).

Definition async_dsgd_spread_q (eta G2 p c s2 : Q) : Q :=
  2 / p * ((1 - p) * (2 + p) / p * (power eta 2 * G2) + power c 2 * s2).

(** The product of two roots; none is taken where the other factor is zero. *)
Definition root_product (x y : Q) : option Q :=
  if Qeq_bool x 0 || Qeq_bool y 0 then Some 0
  else match exact_root x, exact_root y with
       | Some r, Some s => Some (r * s)
       | _, _ => None
       end.

Definition async_dsgd_deviation_q (n eta G2 p tau c s2 : Q) : option Q :=
  let consensus := smaller (tau + 1) n * async_dsgd_spread_q eta G2 p c s2 in
  let staleness := power tau 2 * (power eta 2 * G2) in
  let drift := tau * (power c 2 * s2 / n) in
  match root_product consensus staleness, root_product consensus drift, root_product staleness drift with
  | Some u, Some v, Some w => Some (consensus + staleness + drift + 2 * (u + v + w))
  | _, _, _ => None
  end.

(** ** Right sides *)

Definition dsgd_nonconvex_q (n T eta L sigma2 zeta2 p gap : Q) : Q :=
  2 * gap / (eta * T) + L * eta * sigma2 / n
  + 4 * (1 - p) * power L 2 * power eta 2 / p * (sigma2 + 2 * (2 + p) * zeta2 / p).

Definition dsgd_convex_q (n T eta L sigma2 zeta2 p dist : Q) : Q :=
  dist / (eta * T) + eta * sigma2 / n + 3 * L / 2 * dsgd_deviation_q eta sigma2 p zeta2.

Definition dsgd_strongly_convex_q (n : Q) (T : nat) (eta L mu sigma2 zeta2 p dist : Q) : Q :=
  power (1 - eta * mu) T * dist + eta * sigma2 / (n * mu)
  + 3 * L / (2 * mu) * dsgd_deviation_q eta sigma2 p zeta2.

Definition localsgd_nonconvex_q (n T eta L sigma2 G2 H gap : Q) : Q :=
  2 * gap / (eta * T) + L * eta * sigma2 / n + power L 2 * (power (H - 1) 2 * power eta 2 * G2).

Definition async_dsgd_nonconvex_q (n T eta L sigma2 G2 M2 q p tau c s2 gap : Q) : option Q :=
  option_map
    (fun deviation =>
       2 * gap / (eta * q * T) + L * eta * (sigma2 + (1 - q) * M2) / n + L * power c 2 * s2 / (n * eta * q)
       + power L 2 * deviation)
    (async_dsgd_deviation_q n eta G2 p tau c s2).

Definition async_dsgd_convex_q (n T eta L sigma2 G2 M2 q p tau c s2 dist : Q) : option Q :=
  option_map
    (fun deviation =>
       dist / (eta * q * T) + eta * (sigma2 + (1 - q) * M2) / n + power c 2 * s2 / (n * eta * q)
       + 3 * L / 2 * deviation)
    (async_dsgd_deviation_q n eta G2 p tau c s2).

Definition digest_nonconvex_q (V T eta L sigma2 G2 Sbar2 gap : Q) : Q :=
  2 * gap / (eta * T) + L * eta * sigma2 / V + power L 2 * (power eta 2 * G2 * Sbar2).

Definition digest_convex_q (V T eta L sigma2 G2 Sbar2 dist : Q) : Q :=
  dist / (eta * T) + eta * sigma2 / V + 3 * L / 2 * (power eta 2 * G2 * Sbar2).

Definition digest_strongly_convex_q (V : Q) (T : nat) (eta L mu sigma2 G2 Sbar2 dist : Q) : Q :=
  power (1 - eta * mu / 2) T * dist + 2 * eta * sigma2 / (V * mu)
  + (3 * L / mu + 2) * (power eta 2 * G2 * Sbar2).

Definition digest_asymptotic_q (V T a L mu sigma2 G2 Sbar2 dist : Q) : Q :=
  let m := mu / 2 in
  let S_T := weight_sum_q T a in
  m * power a 3 * dist / (4 * S_T) + 2 * T * (T + 2 * a) * sigma2 / (m * V * S_T)
  + 64 * T * (3 * L / 2 + mu) * G2 * Sbar2 / (power m 2 * S_T).

Definition fedavg_nonconvex_q (n T eta L sigma2 G2 K s' gap : Q) : Q :=
  2 * gap / (eta * K * T) + 2 * L * eta * sigma2 / n + L * eta * K * ((n - s') / (s' * (n - 1))) * G2
  + power L 2 * power eta 2 * G2 * (K - 1) * (2 * K - 1) / 6.

Definition delayed_sgd_nonconvex_q (T eta L sigma2 G2 tau gap : Q) : Q :=
  2 * gap / (eta * T) + L * eta * sigma2 + power L 2 * (power tau 2 * power eta 2 * G2).

Definition asyncfeded_pathwise_error_q (L lambda eps : Q) : Q := L * lambda * (1 + lambda / (2 * power eps 2)).

Definition asyncfeded_nonconvex_q (T eta_l L sigma2 zetamax2 G2 K lambda eps Gamma gap : Q) : Q :=
  let r := 1 + Gamma / eps in
  let eta_min := lambda / (Gamma + eps) in
  4 * gap / (eta_min * eta_l * K * T)
  + 4 * r * (power L 2 * power eta_l 2 * G2 * (K - 1) * (2 * K - 1) / 6 + zetamax2)
  + power (r - 1) 2 * sigma2 / K + 4 * L * (Gamma + eps) * (1 + lambda / (2 * power eps 2)) * eta_l * K * G2.

Definition localsgd_stich2019_q (n T a L mu sigma2 G2 H dist : Q) : Q :=
  mu * power a 3 * dist / (2 * weight_sum_q T a) + 4 * T * (T + 2 * a) * sigma2 / (mu * n * weight_sum_q T a)
  + 256 * T * G2 * power H 2 * L / (power mu 2 * weight_sum_q T a).

(** ** Agreement *)

Lemma weight_sum_agrees (T a : Q) : Q2R (weight_sum_q T a) = weight_sum (Q2R T) (Q2R a).
Proof. unfold weight_sum_q, weight_sum. to_reals. reflexivity. Qed.

Lemma dsgd_deviation_agrees (eta sigma2 p zeta2 : Q) :
  Q2R (dsgd_deviation_q eta sigma2 p zeta2) = dsgd_deviation (Q2R eta) (Q2R sigma2) (Q2R p) (Q2R zeta2).
Proof. unfold dsgd_deviation_q, dsgd_deviation. to_reals. reflexivity. Qed.

Lemma async_dsgd_spread_agrees (eta G2 p c s2 : Q) :
  Q2R (async_dsgd_spread_q eta G2 p c s2) = async_dsgd_spread (Q2R eta) (Q2R G2) (Q2R p) (Q2R c) (Q2R s2).
Proof. unfold async_dsgd_spread_q, async_dsgd_spread. to_reals. reflexivity. Qed.

Lemma root_product_correct (x y r : Q) :
  root_product x y = Some r -> Q2R r = (sqrt (Q2R x) * sqrt (Q2R y))%R.
Proof.
  unfold root_product. destruct (Qeq_bool x 0) eqn:x_zero.
  { simpl. intros same. injection same as <-. apply Qeq_bool_iff, Qeq_eqR in x_zero.
    rewrite x_zero, RMicromega.Q2R_0, sqrt_0. ring. }
  destruct (Qeq_bool y 0) eqn:y_zero.
  { simpl. intros same. injection same as <-. apply Qeq_bool_iff, Qeq_eqR in y_zero.
    rewrite y_zero, RMicromega.Q2R_0, sqrt_0. ring. }
  simpl. destruct (exact_root x) as [u|] eqn:root_x; [|discriminate].
  destruct (exact_root y) as [v|] eqn:root_y; [|discriminate].
  intros same. injection same as <-.
  now rewrite Q2R_mult, (exact_root_correct _ _ root_x), (exact_root_correct _ _ root_y).
Qed.

Theorem async_dsgd_deviation_agrees (n eta G2 p tau c s2 value : Q) :
  async_dsgd_deviation_q n eta G2 p tau c s2 = Some value ->
  Q2R value = async_dsgd_deviation (Q2R n) (Q2R eta) (Q2R G2) (Q2R p) (Q2R tau) (Q2R c) (Q2R s2).
Proof.
  unfold async_dsgd_deviation_q, async_dsgd_deviation.
  set (consensus := smaller (tau + 1) n * async_dsgd_spread_q eta G2 p c s2).
  set (staleness := power tau 2 * (power eta 2 * G2)).
  set (drift := tau * (power c 2 * s2 / n)).
  destruct (root_product consensus staleness) as [u|] eqn:first; [|discriminate].
  destruct (root_product consensus drift) as [v|] eqn:second; [|discriminate].
  destruct (root_product staleness drift) as [w|] eqn:third; [|discriminate].
  intros same. injection same as <-.
  apply root_product_correct in first, second, third.
  replace (Rmin (Q2R tau + 1) (Q2R n) * async_dsgd_spread (Q2R eta) (Q2R G2) (Q2R p) (Q2R c) (Q2R s2))%R
    with (Q2R consensus) by (unfold consensus; to_reals; now rewrite async_dsgd_spread_agrees).
  replace (Q2R tau ^ 2 * (Q2R eta ^ 2 * Q2R G2))%R with (Q2R staleness) by (unfold staleness; now to_reals).
  replace (Q2R tau * (Q2R c ^ 2 * Q2R s2 / Q2R n))%R with (Q2R drift) by (unfold drift; now to_reals).
  rewrite <- first, <- second, <- third.
  rewrite !Q2R_plus, Q2R_mult, !Q2R_plus. change (2 # 1) with (inject_Z 2). now rewrite Q2R_integer.
Qed.

Theorem dsgd_nonconvex_agrees (n T eta L sigma2 zeta2 p gap : Q) :
  Q2R (dsgd_nonconvex_q n T eta L sigma2 zeta2 p gap)
  = dsgd_nonconvex_rhs (Q2R n) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R zeta2) (Q2R p) (Q2R gap).
Proof. unfold dsgd_nonconvex_q, dsgd_nonconvex_rhs. to_reals. reflexivity. Qed.

Theorem dsgd_convex_agrees (n T eta L sigma2 zeta2 p dist : Q) :
  Q2R (dsgd_convex_q n T eta L sigma2 zeta2 p dist)
  = dsgd_convex_rhs (Q2R n) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R zeta2) (Q2R p) (Q2R dist).
Proof. unfold dsgd_convex_q, dsgd_convex_rhs. to_reals. now rewrite dsgd_deviation_agrees. Qed.

Theorem dsgd_strongly_convex_agrees (n : Q) (T : nat) (eta L mu sigma2 zeta2 p dist : Q) :
  Q2R (dsgd_strongly_convex_q n T eta L mu sigma2 zeta2 p dist)
  = dsgd_strongly_convex_rhs (Q2R n) T (Q2R eta) (Q2R L) (Q2R mu) (Q2R sigma2) (Q2R zeta2) (Q2R p) (Q2R dist).
Proof.
  unfold dsgd_strongly_convex_q, dsgd_strongly_convex_rhs. to_reals. now rewrite dsgd_deviation_agrees.
Qed.

Theorem localsgd_nonconvex_agrees (n T eta L sigma2 G2 H gap : Q) :
  Q2R (localsgd_nonconvex_q n T eta L sigma2 G2 H gap)
  = localsgd_nonconvex_rhs (Q2R n) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R H) (Q2R gap).
Proof. unfold localsgd_nonconvex_q, localsgd_nonconvex_rhs. to_reals. reflexivity. Qed.

Theorem async_dsgd_nonconvex_agrees (n T eta L sigma2 G2 M2 q p tau c s2 gap value : Q) :
  async_dsgd_nonconvex_q n T eta L sigma2 G2 M2 q p tau c s2 gap = Some value ->
  Q2R value
  = async_dsgd_nonconvex_rhs (Q2R n) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R M2) (Q2R q) (Q2R p)
      (Q2R tau) (Q2R c) (Q2R s2) (Q2R gap).
Proof.
  unfold async_dsgd_nonconvex_q, async_dsgd_nonconvex_rhs.
  destruct (async_dsgd_deviation_q n eta G2 p tau c s2) as [deviation|] eqn:known; [|discriminate].
  simpl. intros same. injection same as <-.
  rewrite <- (async_dsgd_deviation_agrees _ _ _ _ _ _ _ _ known). to_reals. reflexivity.
Qed.

Theorem async_dsgd_convex_agrees (n T eta L sigma2 G2 M2 q p tau c s2 dist value : Q) :
  async_dsgd_convex_q n T eta L sigma2 G2 M2 q p tau c s2 dist = Some value ->
  Q2R value
  = async_dsgd_convex_rhs (Q2R n) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R M2) (Q2R q) (Q2R p)
      (Q2R tau) (Q2R c) (Q2R s2) (Q2R dist).
Proof.
  unfold async_dsgd_convex_q, async_dsgd_convex_rhs.
  destruct (async_dsgd_deviation_q n eta G2 p tau c s2) as [deviation|] eqn:known; [|discriminate].
  simpl. intros same. injection same as <-.
  rewrite <- (async_dsgd_deviation_agrees _ _ _ _ _ _ _ _ known). to_reals. reflexivity.
Qed.

Theorem digest_nonconvex_agrees (V T eta L sigma2 G2 Sbar2 gap : Q) :
  Q2R (digest_nonconvex_q V T eta L sigma2 G2 Sbar2 gap)
  = digest_nonconvex_rhs (Q2R V) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R Sbar2) (Q2R gap).
Proof. unfold digest_nonconvex_q, digest_nonconvex_rhs. to_reals. reflexivity. Qed.

Theorem digest_convex_agrees (V T eta L sigma2 G2 Sbar2 dist : Q) :
  Q2R (digest_convex_q V T eta L sigma2 G2 Sbar2 dist)
  = digest_convex_rhs (Q2R V) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R Sbar2) (Q2R dist).
Proof. unfold digest_convex_q, digest_convex_rhs. to_reals. reflexivity. Qed.

Theorem digest_strongly_convex_agrees (V : Q) (T : nat) (eta L mu sigma2 G2 Sbar2 dist : Q) :
  Q2R (digest_strongly_convex_q V T eta L mu sigma2 G2 Sbar2 dist)
  = digest_strongly_convex_rhs (Q2R V) T (Q2R eta) (Q2R L) (Q2R mu) (Q2R sigma2) (Q2R G2) (Q2R Sbar2) (Q2R dist).
Proof. unfold digest_strongly_convex_q, digest_strongly_convex_rhs. to_reals. reflexivity. Qed.

Theorem digest_asymptotic_agrees (V T a L mu sigma2 G2 Sbar2 dist : Q) :
  Q2R (digest_asymptotic_q V T a L mu sigma2 G2 Sbar2 dist)
  = digest_asymptotic_rhs (Q2R V) (Q2R T) (Q2R a) (Q2R L) (Q2R mu) (Q2R sigma2) (Q2R G2) (Q2R Sbar2) (Q2R dist).
Proof.
  unfold digest_asymptotic_q, digest_asymptotic_rhs. cbv zeta. to_reals. now rewrite !weight_sum_agrees.
Qed.

Theorem fedavg_nonconvex_agrees (n T eta L sigma2 G2 K s' gap : Q) :
  Q2R (fedavg_nonconvex_q n T eta L sigma2 G2 K s' gap)
  = fedavg_nonconvex_rhs (Q2R n) (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R K) (Q2R s') (Q2R gap).
Proof. unfold fedavg_nonconvex_q, fedavg_nonconvex_rhs. to_reals. reflexivity. Qed.

Theorem delayed_sgd_nonconvex_agrees (T eta L sigma2 G2 tau gap : Q) :
  Q2R (delayed_sgd_nonconvex_q T eta L sigma2 G2 tau gap)
  = delayed_sgd_nonconvex_rhs (Q2R T) (Q2R eta) (Q2R L) (Q2R sigma2) (Q2R G2) (Q2R tau) (Q2R gap).
Proof. unfold delayed_sgd_nonconvex_q, delayed_sgd_nonconvex_rhs. to_reals. reflexivity. Qed.

Theorem asyncfeded_pathwise_error_agrees (L lambda eps : Q) :
  Q2R (asyncfeded_pathwise_error_q L lambda eps) = asyncfeded_pathwise_error_rhs (Q2R L) (Q2R lambda) (Q2R eps).
Proof. unfold asyncfeded_pathwise_error_q, asyncfeded_pathwise_error_rhs. to_reals. reflexivity. Qed.

Theorem asyncfeded_nonconvex_agrees (T eta_l L sigma2 zetamax2 G2 K lambda eps Gamma gap : Q) :
  Q2R (asyncfeded_nonconvex_q T eta_l L sigma2 zetamax2 G2 K lambda eps Gamma gap)
  = asyncfeded_nonconvex_rhs (Q2R T) (Q2R eta_l) (Q2R L) (Q2R sigma2) (Q2R zetamax2) (Q2R G2) (Q2R K) (Q2R lambda)
      (Q2R eps) (Q2R Gamma) (Q2R gap).
Proof. unfold asyncfeded_nonconvex_q, asyncfeded_nonconvex_rhs. cbv zeta. to_reals. reflexivity. Qed.

Theorem localsgd_stich2019_agrees (n T a L mu sigma2 G2 H dist : Q) :
  Q2R (localsgd_stich2019_q n T a L mu sigma2 G2 H dist)
  = localsgd_stich2019_rhs (Q2R n) (Q2R T) (Q2R a) (Q2R L) (Q2R mu) (Q2R sigma2) (Q2R G2) (Q2R H) (Q2R dist).
Proof. unfold localsgd_stich2019_q, localsgd_stich2019_rhs. to_reals. now rewrite !weight_sum_agrees. Qed.
