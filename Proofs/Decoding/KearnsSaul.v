(** * The Kearns-Saul inequality

    A vote that is wrong with probability p, centred, has a moment generating function of at most
    that of a Gaussian whose variance depends on p.

    With a = w/2, w = ln((1 - p)/p), the left side is exp(s (1/2 - p)) cosh(a - s/2)/cosh(a), so that the
    inequality says: ln cosh(x) - ln cosh(a) <= (tanh(a)/(2a)) (x^2 - a^2). The difference of the two sides has
    in x > 0 the derivative x (tanh(a)/a - tanh(x)/x), which changes its sign at a only, because tanh(x)/x
    decreases; and that follows from sinh(2x) >= 2x.

    Glossary

    - [variance_proxy] p: (1/2 - p)/(2 w), continued to 1/8 at p = 1/2 and 0 at p = 0 and p = 1;
    - [sinh], [cosh], [tanh]: the hyperbolic functions of the standard library.

    Result: [kearns_saul]. *)

Require Import Reals List Lra.
From Coquelicot Require Import Coquelicot.
From Plumbline.Decoding Require Import Votes ClosedForms.
Local Open Scope R_scope.

(** ** Calculus *)

Lemma increasing_by_derivative (f f' : R -> R) (a b : R) :
  a <= b -> (forall x, a <= x <= b -> is_derive f x (f' x)) ->
  (forall x, a < x < b -> 0 <= f' x) -> f a <= f b.
Proof.
  intros order derivative nonnegative. destruct order as [below | same]; [|subst; lra].
  destruct (MVT_cor2 f f' a b below) as [c [value inside]].
  { intros x between. apply is_derive_Reals. now apply derivative. }
  assert (0 <= f' c * (b - a)) by (apply Rmult_le_pos; [now apply nonnegative | lra]). lra.
Qed.

Lemma decreasing_by_derivative (f f' : R -> R) (a b : R) :
  a <= b -> (forall x, a <= x <= b -> is_derive f x (f' x)) ->
  (forall x, a < x < b -> f' x <= 0) -> f b <= f a.
Proof.
  intros order derivative nonpositive.
  cut (- f a <= - f b); [lra|].
  apply (increasing_by_derivative (fun x => - f x) (fun x => - f' x)); [assumption | |].
  - intros x between. apply (is_derive_opp f). now apply derivative.
  - intros x between. generalize (nonpositive x between); lra.
Qed.

Lemma cosh_positive (x : R) : 0 < cosh x.
Proof. unfold cosh. generalize (exp_pos x) (exp_pos (- x)); lra. Qed.

Lemma cosh_even (x : R) : cosh (- x) = cosh x.
Proof. unfold cosh. rewrite Ropp_involutive. lra. Qed.

Lemma tanh_odd (x : R) : tanh (- x) = - tanh x.
Proof.
  unfold tanh. rewrite cosh_even. unfold sinh. rewrite Ropp_involutive.
  generalize (cosh_positive x). intros. field. lra.
Qed.

Lemma exponentials_above_two (x : R) : 2 <= exp x + exp (- x).
Proof.
  generalize (exp_pos x) (exp_pos (- x)). intros up down.
  assert (exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
  assert (0 <= Rsqr (exp x - exp (- x))) by apply Rle_0_sqr. unfold Rsqr in *. nra.
Qed.

(** 2 sinh(x) >= 2x for x >= 0. *)
Lemma difference_of_exponentials (x : R) : 0 <= x -> 2 * x <= exp x - exp (- x).
Proof.
  intros nonnegative.
  cut (exp 0 - exp (- 0) - 2 * 0 <= exp x - exp (- x) - 2 * x).
  { rewrite Ropp_0, exp_0. lra. }
  apply (increasing_by_derivative (fun u => exp u - exp (- u) - 2 * u) (fun u => exp u + exp (- u) - 2));
    [assumption | |].
  - intros u _. auto_derive; [trivial | ring].
  - intros u _. generalize (exponentials_above_two u); lra.
Qed.

(** tanh(x) <= x for x >= 0, the case a = 0 of the next lemma. *)
Lemma tanh_at_most_identity (x : R) : 0 <= x -> tanh x <= x.
Proof.
  intros nonnegative.
  assert (slope : forall u, is_derive (fun u => u - tanh u) u (1 - / (cosh u * cosh u))).
  { intros u. unfold tanh, sinh, cosh. auto_derive.
    - generalize (exp_pos u) (exp_pos (- u)); lra.
    - rewrite exp_Ropp. generalize (exp_pos u). intros up. field. nra. }
  cut (0 - tanh 0 <= x - tanh x).
  { replace (tanh 0) with 0; [lra|]. unfold tanh, sinh. rewrite Ropp_0. field. generalize (cosh_positive 0); lra. }
  apply (increasing_by_derivative (fun u => u - tanh u) (fun u => 1 - / (cosh u * cosh u)));
    [assumption | intros; apply slope |].
  intros u _. assert (1 <= cosh u) by (unfold cosh; generalize (exponentials_above_two u); lra).
  assert (/ (cosh u * cosh u) <= / 1) by (apply Rinv_le_contravar; nra). lra.
Qed.

(** x <= sinh(x) cosh(x), which is sinh(2x)/2. *)
Lemma identity_at_most_product (x : R) : 0 <= x -> x <= sinh x * cosh x.
Proof.
  intros nonnegative. unfold sinh, cosh.
  assert (double : 2 * (2 * x) <= exp (2 * x) - exp (- (2 * x)))
    by (apply difference_of_exponentials; lra).
  replace (exp (2 * x)) with (exp x * exp x) in double by (rewrite <- exp_plus; f_equal; ring).
  replace (exp (- (2 * x))) with (exp (- x) * exp (- x)) in double
    by (rewrite <- exp_plus; f_equal; ring).
  lra.
Qed.

(** tanh(x)/x decreases in x > 0. *)
Lemma relative_tanh_decreases (x y : R) : 0 < x -> x <= y -> tanh y / y <= tanh x / x.
Proof.
  intros positive order.
  apply (decreasing_by_derivative (fun u => tanh u / u)
           (fun u => (u - sinh u * cosh u) / (cosh u * cosh u * (u * u)))); [assumption | |].
  - intros u between. unfold tanh, sinh, cosh. generalize (exp_pos u). intros up.
    auto_derive.
    + generalize (exp_pos (- u)). intros down. repeat split; lra.
    + rewrite exp_Ropp. field. repeat split; [lra | lra | nra].
  - intros u between.
    assert (u <= sinh u * cosh u) by (apply identity_at_most_product; lra).
    assert (0 < cosh u * cosh u * (u * u)).
    { assert (0 < cosh u) by apply cosh_positive. apply Rmult_lt_0_compat; apply Rmult_lt_0_compat; lra. }
    apply (Rmult_le_reg_r (cosh u * cosh u * (u * u))); [assumption|].
    replace ((u - sinh u * cosh u) / (cosh u * cosh u * (u * u)) * (cosh u * cosh u * (u * u)))
      with (u - sinh u * cosh u) by (field; generalize (cosh_positive u); split; lra).
    lra.
Qed.

(** ** The quadratic bound on ln cosh *)

(** Where k x crosses tanh(x) at a from below, the parabola with slope k x that touches ln cosh at a lies above. *)
Lemma parabola_above_log_cosh (k a x : R) :
  0 <= a -> 0 <= x ->
  (forall u, 0 < u < a -> k * u <= tanh u) -> (forall u, a < u -> tanh u <= k * u) ->
  ln (cosh x) - ln (cosh a) <= k / 2 * (x * x - a * a).
Proof.
  intros a_nonnegative x_nonnegative inner outer.
  assert (slope : forall u, is_derive (fun u => k / 2 * (u * u) - ln (cosh u)) u (k * u - tanh u)).
  { intros u. assert (positive := cosh_positive u). unfold tanh. unfold sinh, cosh in *.
    auto_derive; [lra|]. generalize (exp_pos u) (exp_pos (- u)). intros. field. lra. }
  cut (k / 2 * (a * a) - ln (cosh a) <= k / 2 * (x * x) - ln (cosh x)); [lra|].
  destruct (Rle_lt_dec x a) as [before | after].
  - apply (decreasing_by_derivative (fun u => k / 2 * (u * u) - ln (cosh u)) (fun u => k * u - tanh u));
      [assumption | intros; apply slope |].
    intros u between. generalize (inner u); lra.
  - apply (increasing_by_derivative (fun u => k / 2 * (u * u) - ln (cosh u)) (fun u => k * u - tanh u));
      [lra | intros; apply slope |].
    intros u between. generalize (outer u); lra.
Qed.

(** tanh(a)/a, continued to 1 at 0. *)
Definition relative_tanh (a : R) : R := if Req_EM_T a 0 then 1 else tanh a / a.

Lemma relative_tanh_even (a : R) : relative_tanh (- a) = relative_tanh a.
Proof.
  unfold relative_tanh. destruct (Req_EM_T (- a) 0), (Req_EM_T a 0); try lra.
  rewrite tanh_odd. field. assumption.
Qed.

Lemma log_cosh_bound_nonnegative (a x : R) :
  0 <= a -> 0 <= x -> ln (cosh x) - ln (cosh a) <= relative_tanh a / 2 * (x * x - a * a).
Proof.
  intros a_nonnegative x_nonnegative. unfold relative_tanh.
  destruct (Req_EM_T a 0) as [zero | other].
  - apply parabola_above_log_cosh; try assumption; intros u place; [lra|].
    rewrite Rmult_1_l. apply tanh_at_most_identity. lra.
  - apply parabola_above_log_cosh; try assumption; intros u place.
    + assert (compared : tanh a / a <= tanh u / u) by (apply relative_tanh_decreases; lra).
      apply (Rmult_le_compat_r u) in compared; [|lra].
      replace (tanh u / u * u) with (tanh u) in compared by (field; lra). lra.
    + assert (compared : tanh u / u <= tanh a / a) by (apply relative_tanh_decreases; lra).
      apply (Rmult_le_compat_r u) in compared; [|lra].
      replace (tanh u / u * u) with (tanh u) in compared by (field; lra). lra.
Qed.

Lemma log_cosh_bound (a x : R) :
  ln (cosh x) - ln (cosh a) <= relative_tanh a / 2 * (x * x - a * a).
Proof.
  (* Every part is even in a and in x. *)
  assert (side : forall b, 0 <= b -> ln (cosh x) - ln (cosh b) <= relative_tanh b / 2 * (x * x - b * b)).
  { intros b nonnegative. destruct (Rle_lt_dec 0 x) as [right | left].
    - now apply log_cosh_bound_nonnegative.
    - rewrite <- (cosh_even x). replace (x * x) with (- x * - x) by ring.
      apply log_cosh_bound_nonnegative; lra. }
  destruct (Rle_lt_dec 0 a) as [right | left]; [now apply side|].
  rewrite <- (cosh_even a), <- (relative_tanh_even a). replace (a * a) with (- a * - a) by ring.
  apply side. lra.
Qed.

Lemma cosh_bound (a x : R) :
  cosh x / cosh a <= exp (relative_tanh a / 2 * (x * x - a * a)).
Proof.
  assert (px := cosh_positive x). assert (pa := cosh_positive a).
  replace (cosh x / cosh a) with (exp (ln (cosh x) - ln (cosh a))).
  - apply exp_monotone, log_cosh_bound.
  - unfold Rminus. rewrite exp_plus, exp_Ropp, !exp_ln by assumption. reflexivity.
Qed.

(** ** The inequality for a vote *)

(** (1/2 - p)/(2 w), w = ln((1 - p)/p), with its limits where w is 0 or infinite. *)
Definition variance_proxy (p : R) : R :=
  if Req_EM_T p 0 then 0
  else if Req_EM_T p 1 then 0
  else if Req_EM_T p (1 / 2) then 1 / 8
  else (1 / 2 - p) / (2 * log_odds p).

Lemma log_odds_of_half : log_odds (1 / 2) = 0.
Proof. unfold log_odds. replace ((1 - 1 / 2) / (1 / 2)) with 1 by field. apply ln_1. Qed.

Lemma log_odds_zero_at_half_only (p : R) : 0 < p < 1 -> log_odds p = 0 -> p = 1 / 2.
Proof.
  intros inside zero.
  assert (value := exponential_of_log_odds p inside). rewrite zero, exp_0 in value.
  apply (Rmult_eq_compat_r p) in value.
  replace ((1 - p) / p * p) with (1 - p) in value by (field; lra). lra.
Qed.

(** tanh(w/2) = 1 - 2p *)
Lemma tanh_of_half_log_odds (p : R) : 0 < p < 1 -> tanh (log_odds p / 2) = 1 - 2 * p.
Proof.
  intros inside.
  assert (positive : 0 < (1 - p) / p) by (apply Rdiv_lt_0_compat; lra).
  assert (up : exp (log_odds p / 2) = sqrt ((1 - p) / p)).
  { apply exponential_of_half; [assumption | now apply exponential_of_log_odds]. }
  unfold tanh, sinh, cosh. rewrite exp_Ropp, up.
  assert (root : 0 < sqrt ((1 - p) / p)) by now apply sqrt_lt_R0.
  assert (square : sqrt ((1 - p) / p) * sqrt ((1 - p) / p) = (1 - p) / p) by (apply sqrt_sqrt; lra).
  set (r := sqrt ((1 - p) / p)) in *.
  replace ((r - / r) / 2 / ((r + / r) / 2)) with ((r * r - 1) / (r * r + 1)).
  - rewrite square. field. lra.
  - field. repeat split; nra.
Qed.

Lemma variance_proxy_is_relative_tanh (p : R) :
  0 < p < 1 -> variance_proxy p = relative_tanh (log_odds p / 2) / 8.
Proof.
  intros inside. unfold variance_proxy, relative_tanh.
  destruct (Req_EM_T p 0); [lra|]. destruct (Req_EM_T p 1); [lra|].
  destruct (Req_EM_T p (1 / 2)) as [half | other], (Req_EM_T (log_odds p / 2) 0) as [zero | some].
  - reflexivity.
  - exfalso. apply some. rewrite half, log_odds_of_half. field.
  - exfalso. apply other, log_odds_zero_at_half_only; [assumption | lra].
  - rewrite tanh_of_half_log_odds by assumption. field. intros zero. apply some. rewrite zero. field.
Qed.

(** Kearns and Saul: E exp(s (y - p)) <= exp(proxy s^2) for y in {0,1} with P(y = 1) = p. *)
Theorem kearns_saul (p s : R) :
  0 <= p <= 1 ->
  (1 - p) * exp (- s * p) + p * exp (s * (1 - p)) <= exp (variance_proxy p * (s * s)).
Proof.
  intros [low high].
  destruct (Req_dec p 0) as [zero | some].
  { subst p. unfold variance_proxy. destruct (Req_EM_T 0 0); [|congruence].
    replace (- s * 0) with 0 by ring.
    replace (0 * (s * s)) with 0 by ring. rewrite exp_0. lra. }
  destruct (Req_dec p 1) as [one | other].
  { subst p. unfold variance_proxy. destruct (Req_EM_T 1 0); [lra|]. destruct (Req_EM_T 1 1); [|congruence].
    replace (s * (1 - 1)) with 0 by ring.
    replace (0 * (s * s)) with 0 by ring. rewrite exp_0. lra. }
  assert (inside : 0 < p < 1) by lra. clear low high some other.
  set (a := log_odds p / 2).
  assert (positive : 0 < (1 - p) / p) by (apply Rdiv_lt_0_compat; lra).
  assert (up : exp a = sqrt ((1 - p) / p)).
  { apply exponential_of_half; [assumption | now apply exponential_of_log_odds]. }
  (* The left side is exp(s (1/2 - p)) cosh(a - s/2)/cosh(a). *)
  assert (left_side : (1 - p) * exp (- s * p) + p * exp (s * (1 - p))
                      = exp (s * (1 / 2 - p)) * (cosh (a - s / 2) / cosh a)).
  { unfold cosh. rewrite (exp_Ropp a).
    replace (- (a - s / 2)) with (- a + s / 2) by ring.
    replace (a - s / 2) with (a + - (s / 2)) by ring.
    rewrite !exp_plus, (exp_Ropp a).
    replace (- s * p) with (s * (1 / 2 - p) + - (s / 2)) by field.
    replace (s * (1 - p)) with (s * (1 / 2 - p) + s / 2) by field.
    rewrite !exp_plus, up.
    assert (root : 0 < sqrt ((1 - p) / p)) by now apply sqrt_lt_R0.
    assert (square : sqrt ((1 - p) / p) * sqrt ((1 - p) / p) = (1 - p) / p) by (apply sqrt_sqrt; lra).
    set (r := sqrt ((1 - p) / p)) in *.
    replace ((r * exp (- (s / 2)) + / r * exp (s / 2)) / 2 / ((r + / r) / 2))
      with ((r * r * exp (- (s / 2)) + exp (s / 2)) / (r * r + 1)).
    - rewrite square. field. lra.
    - field. repeat split; nra. }
  rewrite left_side, variance_proxy_is_relative_tanh by assumption. fold a.
  eapply Rle_trans.
  { apply Rmult_le_compat_l; [left; apply exp_pos | apply cosh_bound]. }
  rewrite <- exp_plus. apply Req_le. f_equal.
  (* Both exponents agree: relative_tanh(a) a = tanh(a) = 1 - 2p. *)
  assert (slope : relative_tanh a * a = 1 - 2 * p).
  { unfold relative_tanh. destruct (Req_EM_T a 0) as [zero | some].
    - rewrite zero, Rmult_0_r. rewrite (log_odds_zero_at_half_only p inside); [field|].
      unfold a in zero. lra.
    - unfold a at 1. rewrite tanh_of_half_log_odds by assumption. fold a. field. assumption. }
  replace (1 / 2 - p) with (relative_tanh a * a / 2) by (rewrite slope; field). field.
Qed.
