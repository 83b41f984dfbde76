(** * The reference table

    The rational right sides, evaluated on a grid. A line holds the theorem's identifier in the catalogue, the arguments
    under the names that `bound --set` takes, and the value in lowest terms. Print.v prints [table], and the Makefile
    writes it to right-sides.csv.

    Glossary

    - [entry]: a theorem with the names of its arguments, its hypotheses on numbers, its right side and its points;
    - [admissible]: the numerical hypotheses of the theorem, so that every point is one of which the theorem speaks;
    - [line]: one line of the table; an argument with several numbers has them separated by semicolons.

    [every_point_is_admissible], [every_point_has_a_value]: no line is missing and none is outside the hypotheses. *)

Require Import ZArith QArith List String Ascii DecimalString DecimalZ Bool.
From Plumbline.Reference Require Import Rational ConvergenceQ DecodingQ.
Import ListNotations.
Local Open Scope Q_scope.

(** ** Text *)

Definition integer_text (z : Z) : string := NilZero.string_of_int (Z.to_int z).

(** p/q in lowest terms, p where q = 1. *)
Definition rational_text (x : Q) : string :=
  let y := Qred x in
  match Qden y with
  | xH => integer_text (Qnum y)
  | q => (integer_text (Qnum y) ++ "/" ++ integer_text (Zpos q))%string
  end.

Definition argument_text (argument : string * list Q) : string :=
  (fst argument ++ "=" ++ String.concat ";" (map rational_text (snd argument)))%string.

(** ** Entries *)

Record entry := Entry {
  theorem : string;
  names : list string;
  admissible : list Q -> bool;
  right_side : list Q -> option Q;
  points : list (list Q)
}.

Record line := Line { identifier : string; arguments : list (string * list Q); value : option Q }.

Definition lines_of_entry (e : entry) : list line :=
  map (fun point => Line (theorem e) (combine (names e) (map (fun x => [x]) point)) (right_side e point)) (points e).

(** Right sides are evaluated at points with as many numbers as the theorem has arguments. *)
Definition arity_is_right (e : entry) : bool :=
  forallb (fun point => Nat.eqb (List.length point) (List.length (names e))) (points e).

Definition line_text (l : line) : string :=
  (identifier l ++ "," ++ String.concat " " (map argument_text (arguments l)) ++ ","
   ++ match value l with Some x => rational_text x | None => "not rational" end)%string.

(** ** Conditions *)

Definition positive (x : Q) : bool := negb (Qle_bool x 0).
Definition not_negative (x : Q) : bool := Qle_bool 0 x.
Definition at_most (x y : Q) : bool := Qle_bool x y.
Definition less (x y : Q) : bool := negb (Qle_bool y x).
Definition counts (x : Q) : bool := is_whole x && positive x.
Definition all (conditions : list bool) : bool := forallb (fun b => b) conditions.
Infix "<=?" := at_most.
Infix "<?" := less.

(** ** D-SGD *)

Definition dsgd_names : list string :=
  ["nodes"; "iterations"; "stepSize"; "smoothness"; "noiseVariance"; "heterogeneity"; "mixingRate"]%string.

Definition dsgd_admissible (n T eta L sigma2 zeta2 p last : Q) : bool :=
  all [counts n; counts T; positive eta; not_negative L; not_negative sigma2; not_negative zeta2; positive p; p <=? 1;
       not_negative last; 4 * L * eta <=? p].

(** One node, one iteration, complete graphs (p = 1), linear functions (L = 0), no noise, the largest step. *)
Definition dsgd_points : list (list Q) :=
  [ [8; 200; 1#40; 1; 1; 1#4; 1#2; 3];
    [1; 10; 1#10; 1; 1; 0; 1; 2];
    [4; 1; 1#8; 1; 0; 0; 1#2; 5];
    [16; 1000; 1#400; 2; 3#2; 1#3; 1#50; 5#4];
    [2; 7; 1#100; 5; 2; 1; 1; 1#3];
    [5; 50; 1#3; 0; 1; 1; 1#7; 1];
    [10; 100; 1#80; 1#3; 7; 2#9; 99#100; 11#13];
    [3; 12; 1#4; 1; 1; 1; 1; 1];
    [64; 4096; 1#1000; 1; 1; 1; 1#250; 0];
    [6; 30; 1#64; 3#2; 5#8; 1#10; 19#36; 22#7] ].

Definition dsgd_nonconvex : entry :=
  Entry "dsgd.nonconvex" (dsgd_names ++ ["initialGap"%string])
    (fun v => match v with
              | [n; T; eta; L; sigma2; zeta2; p; gap] => dsgd_admissible n T eta L sigma2 zeta2 p gap
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; zeta2; p; gap] => Some (dsgd_nonconvex_q n T eta L sigma2 zeta2 p gap)
              | _ => None end)
    dsgd_points.

Definition dsgd_convex : entry :=
  Entry "dsgd.convex" (dsgd_names ++ ["initialDistance"%string])
    (fun v => match v with
              | [n; T; eta; L; sigma2; zeta2; p; dist] => dsgd_admissible n T eta L sigma2 zeta2 p dist
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; zeta2; p; dist] => Some (dsgd_convex_q n T eta L sigma2 zeta2 p dist)
              | _ => None end)
    dsgd_points.

Definition dsgd_strongly_convex : entry :=
  Entry "dsgd.strongly-convex" (dsgd_names ++ ["initialDistance"; "strongConvexity"]%string)
    (fun v => match v with
              | [n; T; eta; L; sigma2; zeta2; p; dist; mu] =>
                  dsgd_admissible n T eta L sigma2 zeta2 p dist && positive mu && (mu <=? L)
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; zeta2; p; dist; mu] =>
                  Some (dsgd_strongly_convex_q n (whole T) eta L mu sigma2 zeta2 p dist)
              | _ => None end)
    [ [8; 20; 1#40; 1; 1; 1#4; 1#2; 3; 1#4];
      [1; 10; 1#10; 1; 1; 0; 1; 2; 1];
      [4; 1; 1#8; 1; 0; 0; 1#2; 5; 1#3];
      [16; 12; 1#400; 2; 3#2; 1#3; 1#50; 5#4; 1];
      [2; 7; 1#100; 5; 2; 1; 1; 1#3; 5#2];
      [10; 9; 1#80; 1#3; 7; 2#9; 99#100; 11#13; 1#5];
      [3; 12; 1#4; 1; 1; 1; 1; 1; 1];
      [64; 15; 1#1000; 1; 1; 1; 1#250; 0; 1#100];
      [6; 30; 1#64; 3#2; 5#8; 1#10; 19#36; 22#7; 3#2] ].

(** ** Local SGD *)

Definition localsgd_nonconvex : entry :=
  Entry "localsgd.nonconvex"
    ["nodes"; "iterations"; "stepSize"; "smoothness"; "noiseVariance"; "gradientSecondMoment"; "localSteps";
     "initialGap"]%string
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; H; gap] =>
                  all [counts n; counts T; positive eta; not_negative L; not_negative sigma2; not_negative G2; counts H;
                       not_negative gap; eta * L <=? 1]
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; H; gap] => Some (localsgd_nonconvex_q n T eta L sigma2 G2 H gap)
              | _ => None end)
    [ [8; 200; 1#40; 1; 1; 4; 5; 3];
      [4; 100; 1#10; 2; 1; 9; 1; 2];
      [1; 50; 1#3; 3; 1#2; 1; 10; 1];
      [16; 1; 1#100; 1#7; 0; 0; 2; 5#3];
      [2; 12; 1#2; 0; 3; 25#4; 6; 1];
      [10; 1000; 1#1000; 1; 7; 16; 100; 11#13];
      [3; 9; 1; 1; 1; 1; 3; 0];
      [5; 64; 3#80; 5#4; 2#9; 49#25; 8; 22#7] ].

(** 16 L < a mu, H < a and eta a mu = 4, as in the published theorem. *)
Definition localsgd_stich2019 : entry :=
  Entry "localsgd.stich2019"
    ["nodes"; "iterations"; "stepSize"; "smoothness"; "strongConvexity"; "noiseVariance"; "gradientSecondMoment";
     "localSteps"; "initialDistance"; "stepOffset"]%string
    (fun v => match v with
              | [n; T; eta; L; mu; sigma2; G2; H; dist; a] =>
                  all [counts n; counts T; positive eta; not_negative L; positive mu; not_negative sigma2; not_negative G2;
                       counts H; not_negative dist; positive a; 16 * L <? a * mu; H <? a; Qeq_bool (eta * a * mu) 4]
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; mu; sigma2; G2; H; dist; a] => Some (localsgd_stich2019_q n T a L mu sigma2 G2 H dist)
              | _ => None end)
    [ [8; 200; 1#5; 1; 1; 1; 4; 5; 3; 20];
      [1; 10; 1#25; 2; 1; 1; 9; 1; 2; 100];
      [4; 1; 1#50; 1; 1#2; 0; 0; 2; 5; 400];
      [16; 1000; 2#33; 1; 1; 3#2; 1; 10; 5#4; 66];
      [2; 7; 1#100; 5; 2; 2; 25#4; 6; 1#3; 200];
      [10; 100; 1#20; 1#3; 1#4; 7; 16; 8; 11#13; 320];
      [3; 12; 2#9; 1; 1; 1; 1; 3; 0; 18];
      [5; 64; 4#51; 5#4; 3#2; 2#9; 49#25; 32; 22#7; 34] ].

(** ** Asynchronous D-SGD, where all roots are rational *)

Definition async_names : list string :=
  ["nodes"; "iterations"; "stepSize"; "smoothness"; "noiseVariance"; "gradientSecondMoment"; "gradientMeanSquare";
   "participation"; "mixingRate"; "maximumStaleness"; "consensusStep"; "channelNoise"]%string.

Definition async_admissible (n T eta L sigma2 G2 M2 q p tau c s2 last : Q) : bool :=
  all [counts n; counts T; positive eta; not_negative L; not_negative sigma2; not_negative G2; not_negative M2; positive q;
       q <=? 1; positive p; p <=? 1; is_whole tau; not_negative c; c <=? 1; not_negative s2; not_negative last;
       4 * L * eta * q <=? 1].

(** Without staleness no root is taken. With p = 1 and no noise Xi vanishes. Without noise Xi is 10 eta^2 G^2 for p = 1/2, so
    that k = 10 makes a square, and 54 eta^2 G^2 for p = 1/4, where k = 6 does. With p = 1 it is 2 c^2 s^2: k = 2 or 8, and
    tau_max/n a square. With p = 2/3 it is 4 eta^2 G^2 + 3 c^2 s^2. *)
Definition async_points : list (list Q) :=
  [ [8; 200; 1#40; 1; 1; 4; 3; 1; 1#2; 0; 1; 0; 3];
    [8; 100; 1#20; 1; 1; 4; 3; 2#3; 1#3; 0; 1#2; 1#9; 3];
    [4; 10; 1#10; 1; 1; 9; 5; 1#2; 1; 3; 1; 0; 2];
    [1; 10; 1#10; 2; 1; 9; 5; 1#2; 1; 2; 1; 0; 2];
    [12; 50; 1#30; 1; 1#2; 4; 3; 3#4; 1#2; 9; 1; 0; 1];
    [10; 50; 1#30; 3#2; 1#2; 25#4; 3; 1#10; 1#2; 11; 2#3; 0; 1];
    [6; 64; 1#50; 1; 2; 1#4; 1#5; 9#10; 1#4; 5; 1; 0; 7#3];
    [9; 12; 1#16; 1; 1; 0; 0; 1; 1; 1; 1#3; 1; 5];
    [9; 12; 1#16; 1#2; 1; 4; 3; 1#3; 1; 1; 1#3; 1#4; 5];
    [63; 1000; 1#1000; 1; 1; 16; 9; 1#4; 1; 7; 1#2; 1; 0];
    [28; 1; 1#8; 0; 0; 1; 1; 1; 1; 7; 1; 4; 1];
    [2; 33; 1#12; 1; 3; 0; 2; 4#5; 2#3; 4; 1; 0; 11#13];
    [12; 33; 1#20; 1; 3; 4; 2; 4#5; 2#3; 3; 1#2; 4#25; 11#13] ].

Definition async_dsgd_nonconvex : entry :=
  Entry "async-dsgd.nonconvex" (async_names ++ ["initialGap"%string])
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; M2; q; p; tau; c; s2; gap] =>
                  async_admissible n T eta L sigma2 G2 M2 q p tau c s2 gap
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; M2; q; p; tau; c; s2; gap] =>
                  async_dsgd_nonconvex_q n T eta L sigma2 G2 M2 q p tau c s2 gap
              | _ => None end)
    async_points.

Definition async_dsgd_convex : entry :=
  Entry "async-dsgd.convex" (async_names ++ ["initialDistance"%string])
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; M2; q; p; tau; c; s2; dist] =>
                  async_admissible n T eta L sigma2 G2 M2 q p tau c s2 dist
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; M2; q; p; tau; c; s2; dist] =>
                  async_dsgd_convex_q n T eta L sigma2 G2 M2 q p tau c s2 dist
              | _ => None end)
    async_points.

(** ** DIGEST *)

Definition digest_names : list string :=
  ["nodes"; "iterations"; "stepSize"; "smoothness"; "noiseVariance"; "gradientSecondMoment"; "tokenDeviation"]%string.

Definition digest_admissible (V T eta L sigma2 G2 Sbar2 last : Q) : bool :=
  all [counts V; counts T; positive eta; not_negative L; not_negative sigma2; not_negative G2; not_negative Sbar2;
       not_negative last; 4 * L * eta <=? 1].

Definition digest_points : list (list Q) :=
  [ [8; 200; 1#40; 1; 1; 4; 121; 3];
    [1; 10; 1#10; 1; 1; 9; 0; 2];
    [4; 1; 1#4; 1; 0; 0; 25#4; 5];
    [16; 1000; 1#400; 2; 3#2; 1; 961#16; 5#4];
    [2; 7; 1#100; 5; 2; 25#4; 1#2; 1#3];
    [5; 50; 1#3; 0; 1; 1; 9; 1];
    [10; 100; 1#80; 1#3; 7; 16; 1234#25; 11#13];
    [64; 4096; 1#1000; 1; 1; 1; 10000; 0] ].

Definition digest_nonconvex : entry :=
  Entry "digest.nonconvex" (digest_names ++ ["initialGap"%string])
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; gap] => digest_admissible V T eta L sigma2 G2 Sbar2 gap
              | _ => false end)
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; gap] => Some (digest_nonconvex_q V T eta L sigma2 G2 Sbar2 gap)
              | _ => None end)
    digest_points.

Definition digest_convex : entry :=
  Entry "digest.convex" (digest_names ++ ["initialDistance"%string])
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; dist] => digest_admissible V T eta L sigma2 G2 Sbar2 dist
              | _ => false end)
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; dist] => Some (digest_convex_q V T eta L sigma2 G2 Sbar2 dist)
              | _ => None end)
    digest_points.

Definition digest_strongly_convex : entry :=
  Entry "digest.strongly-convex" (digest_names ++ ["initialDistance"; "strongConvexity"]%string)
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; dist; mu] =>
                  digest_admissible V T eta L sigma2 G2 Sbar2 dist && positive mu && (mu <=? L)
              | _ => false end)
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; dist; mu] =>
                  Some (digest_strongly_convex_q V (whole T) eta L mu sigma2 G2 Sbar2 dist)
              | _ => None end)
    [ [8; 20; 1#40; 1; 1; 4; 121; 3; 1#4];
      [1; 10; 1#10; 1; 1; 9; 0; 2; 1];
      [4; 1; 1#4; 1; 0; 0; 25#4; 5; 1#3];
      [16; 12; 1#400; 2; 3#2; 1; 961#16; 5#4; 1];
      [2; 7; 1#100; 5; 2; 25#4; 1#2; 1#3; 5#2];
      [10; 9; 1#80; 1#3; 7; 16; 1234#25; 11#13; 1#5];
      [3; 30; 1#64; 3#2; 5#8; 49#25; 9; 22#7; 3#2];
      [64; 15; 1#1000; 1; 1; 1; 10000; 0; 1#100] ].

(** eta a mu = 8, 32 L <= a mu and 2 R <= a. *)
Definition digest_asymptotic : entry :=
  Entry "digest.asymptotic" (digest_names ++ ["initialDistance"; "strongConvexity"; "stepOffset"; "visitInterval"]%string)
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; dist; mu; a; interval] =>
                  all [counts V; counts T; positive eta; not_negative L; positive mu; not_negative sigma2; not_negative G2;
                       not_negative Sbar2; not_negative dist; positive a; counts interval; 2 * interval <=? a;
                       Qeq_bool (eta * a * mu) 8; 32 * L <=? a * mu]
              | _ => false end)
    (fun v => match v with
              | [V; T; eta; L; sigma2; G2; Sbar2; dist; mu; a; interval] =>
                  Some (digest_asymptotic_q V T a L mu sigma2 G2 Sbar2 dist)
              | _ => None end)
    [ [8; 200; 1#8; 1; 1; 4; 121; 3; 1; 64; 14];
      [1; 10; 1#4; 1; 1; 9; 0; 2; 1; 32; 1];
      [4; 1; 1#50; 1; 0; 0; 25#4; 5; 1#2; 800; 4];
      [16; 1000; 4#33; 2; 3#2; 1; 961#16; 5#4; 1; 66; 33];
      [2; 7; 1#100; 5; 2; 25#4; 1#2; 1#3; 2; 400; 2];
      [10; 100; 1#10; 1#3; 7; 16; 1234#25; 11#13; 1#4; 320; 18];
      [5; 64; 8#51; 1; 2#9; 49#25; 9; 22#7; 3#2; 34; 8];
      [64; 4096; 1#100; 1; 1; 1; 10000; 0; 1; 800; 126] ].

(** ** Federated averaging and server methods *)

Definition fedavg_nonconvex : entry :=
  Entry "fedavg.nonconvex"
    ["nodes"; "iterations"; "stepSize"; "smoothness"; "noiseVariance"; "gradientSecondMoment"; "localSteps"; "sampleSize";
     "initialGap"]%string
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; K; s; gap] =>
                  all [counts n; 2 <=? n; counts T; positive eta; not_negative L; not_negative sigma2; not_negative G2;
                       counts K; counts s; s <=? n; not_negative gap; 2 * L * eta * K <=? 1]
              | _ => false end)
    (fun v => match v with
              | [n; T; eta; L; sigma2; G2; K; s; gap] => Some (fedavg_nonconvex_q n T eta L sigma2 G2 K s gap)
              | _ => None end)
    [ [100; 200; 1#40; 1; 1; 4; 5; 10; 3];
      [10; 100; 1#10; 1; 1; 9; 1; 10; 2];
      [10; 100; 1#10; 1; 1; 9; 1; 1; 2];
      [2; 50; 1#60; 3; 1#2; 1; 10; 1; 1];
      [16; 1; 1#100; 1#7; 0; 0; 2; 7; 5#3];
      [20; 12; 1#2; 0; 3; 25#4; 6; 19; 1];
      [30; 1000; 1#1000; 1; 7; 16; 100; 12; 11#13];
      [7; 9; 1#6; 1; 1; 1; 3; 3; 0] ].

Definition delayed_sgd_nonconvex : entry :=
  Entry "delayed-sgd.nonconvex"
    ["iterations"; "stepSize"; "smoothness"; "noiseVariance"; "gradientSecondMoment"; "maximumStaleness"; "initialGap"]%string
    (fun v => match v with
              | [T; eta; L; sigma2; G2; tau; gap] =>
                  all [counts T; positive eta; not_negative L; not_negative sigma2; not_negative G2; is_whole tau;
                       not_negative gap; eta * L <=? 1]
              | _ => false end)
    (fun v => match v with
              | [T; eta; L; sigma2; G2; tau; gap] => Some (delayed_sgd_nonconvex_q T eta L sigma2 G2 tau gap)
              | _ => None end)
    [ [200; 1#40; 1; 1; 4; 5; 3];
      [100; 1#10; 2; 1; 9; 0; 2];
      [50; 1#3; 3; 1#2; 1; 1; 1];
      [1; 1#100; 1#7; 0; 0; 2; 5#3];
      [12; 1#2; 0; 3; 25#4; 6; 1];
      [1000; 1#1000; 1; 7; 16; 100; 11#13];
      [9; 1; 1; 1; 1; 3; 0];
      [64; 3#80; 5#4; 2#9; 49#25; 8; 22#7] ].

Definition asyncfeded_nonconvex : entry :=
  Entry "asyncfeded.nonconvex"
    ["iterations"; "stepSize"; "smoothness"; "noiseVariance"; "maximumHeterogeneity"; "gradientSecondMoment"; "localSteps";
     "serverStep"; "stalenessOffset"; "stalenessLimit"; "initialGap"]%string
    (fun v => match v with
              | [T; eta; L; sigma2; zetamax2; G2; K; lambda; eps; Gamma; gap] =>
                  all [counts T; positive eta; not_negative L; not_negative sigma2; not_negative zetamax2; not_negative G2;
                       counts K; positive lambda; positive eps; not_negative Gamma; not_negative gap]
              | _ => false end)
    (fun v => match v with
              | [T; eta; L; sigma2; zetamax2; G2; K; lambda; eps; Gamma; gap] =>
                  Some (asyncfeded_nonconvex_q T eta L sigma2 zetamax2 G2 K lambda eps Gamma gap)
              | _ => None end)
    [ [200; 1#40; 1; 1; 1#4; 4; 5; 1; 1; 2; 3];
      [100; 1#10; 2; 1; 0; 9; 1; 1#2; 2; 0; 2];
      [50; 1#3; 3; 1#2; 1; 1; 10; 3#4; 1#5; 1#3; 1];
      [1; 1#100; 1#7; 0; 0; 0; 2; 2; 7#3; 5; 5#3];
      [12; 1#2; 0; 3; 2; 25#4; 6; 1#10; 1#10; 1#10; 1];
      [1000; 1#1000; 1; 7; 1#9; 16; 100; 5; 4; 10; 11#13];
      [9; 1; 1; 1; 1; 1; 3; 1; 1; 1; 0];
      [64; 3#80; 5#4; 2#9; 3; 49#25; 8; 6#5; 11#7; 13#4; 22#7] ].

(** ** Sign descent *)

Definition sign_names : list string := ["iterations"; "signStep"; "smoothnessSum"; "initialGap"]%string.

Definition signsgd_weighted : entry :=
  Entry "signsgd.weighted" sign_names
    (fun v => match v with
              | [T; delta; total; gap] => all [counts T; positive delta; not_negative total; not_negative gap]
              | _ => false end)
    (fun v => match v with
              | [T; delta; total; gap] => Some (signsgd_weighted_q T delta total gap)
              | _ => None end)
    [ [200; 1#40; 3; 3]; [100; 1#1000; 25#4; 2]; [1; 1; 1; 1]; [50; 1#3; 0; 5#3]; [12; 7#2; 11; 0]; [1000; 1#10; 1#9; 22#7];
      [9; 3#80; 100; 11#13]; [64; 1#64; 64; 1#64] ].

Definition signsgd_uniform : entry :=
  Entry "signsgd.uniform" (sign_names ++ ["maximumDecodingError"%string])
    (fun v => match v with
              | [T; delta; total; gap; error] =>
                  all [counts T; positive delta; not_negative total; not_negative gap; not_negative error; error <? 1#2]
              | _ => false end)
    (fun v => match v with
              | [T; delta; total; gap; error] => Some (signsgd_uniform_q T delta total gap error)
              | _ => None end)
    [ [200; 1#40; 3; 3; 1#4]; [100; 1#1000; 25#4; 2; 0]; [1; 1; 1; 1; 49#100]; [50; 1#3; 0; 5#3; 1#3]; [12; 7#2; 11; 0; 1#10];
      [1000; 1#10; 1#9; 22#7; 499#1000]; [9; 3#80; 100; 11#13; 2#7]; [64; 1#64; 64; 1#64; 1#1000] ].

(** ** The sampler *)

Definition plexus_agreement : entry :=
  Entry "plexus.agreement" ["common"; "onlyFirst"; "onlySecond"; "sampleSize"]%string
    (fun v => match v with
              | [c; a; b; s] =>
                  all [is_whole c; is_whole a; is_whole b; is_whole s; s <=? a + b + c]
              | _ => false end)
    (fun v => match v with
              | [c; a; b; s] => Some (plexus_agreement_q (whole a) (whole b) (whole c) (whole s))
              | _ => None end)
    [ [10; 0; 0; 4]; [10; 1; 1; 4]; [10; 1; 0; 10]; [3; 2; 2; 4]; [5; 0; 7; 5]; [100; 3; 5; 20]; [4; 4; 4; 1]; [0; 3; 3; 2];
      [1000; 10; 10; 50]; [8; 2; 3; 0]; [60; 60; 60; 30]; [2; 1; 1; 4] ].

Definition plexus_stall : entry :=
  Entry "plexus.stall" ["activeView"; "offline"; "sampleSize"; "requiredArrivals"]%string
    (fun v => match v with
              | [N; o; s; r] => all [counts N; is_whole o; counts s; is_whole r; o <=? N; s <=? N; r <=? s]
              | _ => false end)
    (fun v => match v with
              | [N; o; s; r] => Some (plexus_stall_q (whole N) (whole o) (whole s) (whole r))
              | _ => None end)
    [ [10; 2; 4; 4]; [10; 0; 4; 4]; [10; 10; 4; 1]; [10; 3; 10; 7]; [10; 3; 10; 8]; [100; 20; 10; 9]; [100; 20; 10; 8];
      [7; 2; 1; 1]; [50; 5; 20; 0]; [1000; 150; 30; 24] ].

Definition plexus_coverage : entry :=
  Entry "plexus.coverage" ["activeView"; "sampleSize"; "iterations"]%string
    (fun v => match v with
              | [N; s; k] => all [counts N; counts s; is_whole k; s <=? N]
              | _ => false end)
    (fun v => match v with
              | [N; s; k] => Some (plexus_coverage_q (whole N) (whole s) (whole k))
              | _ => None end)
    [ [10; 2; 20]; [1; 1; 1]; [5; 5; 1]; [5; 2; 1]; [6; 3; 2]; [4; 1; 4]; [20; 4; 10]; [12; 1; 30]; [30; 10; 8] ].

Definition entries : list entry :=
  [ dsgd_nonconvex; dsgd_convex; dsgd_strongly_convex; localsgd_nonconvex; localsgd_stich2019; async_dsgd_nonconvex;
    async_dsgd_convex; digest_nonconvex; digest_convex; digest_strongly_convex; digest_asymptotic; fedavg_nonconvex;
    delayed_sgd_nonconvex; asyncfeded_nonconvex; signsgd_weighted; signsgd_uniform; plexus_agreement; plexus_stall;
    plexus_coverage ].

(** ** Votes: groups of workers with a flip probability and a count *)

Definition workers_of (groups : list (Q * nat)) : list Q := flat_map (fun group => repeat (fst group) (snd group)) groups.

Definition group_arguments (groups : list (Q * nat)) : list (string * list Q) :=
  [("flip"%string, map fst groups); ("count"%string, map (fun group => inject_Z (Z.of_nat (snd group))) groups)].

(** Majority: an even number of workers, or 4 pbar (1 - pbar) a square. *)
Definition majority_ballots : list (list (Q * nat)) :=
  [ [(1#4, 4%nat)]; [(1#10, 3%nat)]; [(1#10, 15%nat)]; [(0, 6%nat)]; [(1#3, 1%nat); (1#5, 5%nat)]; [(0, 1%nat); (1#2, 1%nat)];
    [(9#10, 1%nat); (1#20, 9%nat)]; [(49#100, 100%nat)]; [(1#5, 1%nat)]; [(1, 1%nat); (0, 4%nat)] ].

Definition majority_lines : list line :=
  map (fun groups => let flips := workers_of groups in
         Line "vote.majority" (group_arguments groups) (majority_q (mean_flip_q flips) (List.length flips))) majority_ballots.

(** Every p (1 - p) a square: 1/2, 1/5, 1/10, 1/26 and the like. *)
Definition bhattacharyya_ballots : list (list (Q * nat)) :=
  [ [(1#10, 3%nat)]; [(1#5, 1%nat)]; [(1#2, 7%nat)]; [(1#10, 2%nat); (1#5, 4%nat)]; [(9#10, 5%nat)]; [(1#26, 10%nat)];
    [(1#50, 1%nat); (1#2, 2%nat); (4#5, 3%nat)]; [(9#25, 6%nat); (1#10, 15%nat)]; [(16#25, 8%nat); (1#37, 2%nat)] ].

Definition bhattacharyya_lines : list line :=
  map (fun groups => Line "vote.bhattacharyya" (group_arguments groups) (bhattacharyya_q (workers_of groups)))
    bhattacharyya_ballots.

(** ** The table *)

Definition lines : list line := flat_map lines_of_entry entries ++ majority_lines ++ bhattacharyya_lines.

Definition table : list string := "theorem,arguments,value"%string :: map line_text lines.

Theorem every_point_has_as_many_numbers_as_names : forallb arity_is_right entries = true.
Proof. vm_compute. reflexivity. Qed.

Theorem every_point_is_admissible :
  forallb (fun e => forallb (admissible e) (points e)) entries = true /\
  forallb (fun groups => mean_flip_q (workers_of groups) <? 1#2) majority_ballots = true /\
  forallb (forallb (fun group => (0 <? fst group) && (fst group <? 1))) bhattacharyya_ballots = true.
Proof. vm_compute. repeat split. Qed.

Theorem every_point_has_a_value :
  forallb (fun l => match value l with Some _ => true | None => false end) lines = true.
Proof. vm_compute. reflexivity. Qed.
