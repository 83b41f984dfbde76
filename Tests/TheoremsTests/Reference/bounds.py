"""Right sides of the D-SGD theorems on a grid of rationals, from the formulas as they are written in the statements;
prints ReferenceBounds.swift. Run: python3 bounds.py > ../ReferenceBounds.swift"""
import itertools
import random
from fractions import Fraction as F


def deviation(v):
    common = 4 * (1 - v["p"]) * v["eta"] ** 2 / v["p"]
    return [common * v["sigma2"], common * 2 * (2 + v["p"]) * v["zeta2"] / v["p"]]


def nonconvex(v):
    return [2 * v["gap"] / (v["eta"] * v["T"]), v["L"] * v["eta"] * v["sigma2"] / v["n"]] + [
        v["L"] ** 2 * d for d in deviation(v)]


def convex(v):
    return [v["dist"] / (v["eta"] * v["T"]), v["eta"] * v["sigma2"] / v["n"]] + [F(3, 2) * v["L"] * d for d in deviation(v)]


def strongly_convex(v):
    return [(1 - v["eta"] * v["mu"]) ** v["T"] * v["dist"], v["eta"] * v["sigma2"] / (v["n"] * v["mu"])] + [
        3 * v["L"] / (2 * v["mu"]) * d for d in deviation(v)]


rng = random.Random(20260101)
print("// Written by Reference/bounds.py.")
print("/// Quantities (n, T, eta, L, mu, sigma^2, zeta^2, p, f0 - f_star, |x0 - x*|^2) and the terms of one right side.")
print("struct ReferenceBound: Sendable {")
print("  var theorem: String\n  var quantities: [String]\n  var terms: [String]\n}\n")
print("let referenceBounds: [ReferenceBound] = [")
for name, formula in (("dsgd.nonconvex", nonconvex), ("dsgd.convex", convex), ("dsgd.strongly-convex", strongly_convex)):
    for _ in range(12):
        r = lambda top, bottom: F(rng.randint(1, top), rng.randint(1, bottom))
        v = {"n": rng.randint(2, 40), "T": rng.randint(1, 30), "L": r(5, 4), "sigma2": r(9, 4), "zeta2": r(9, 4),
             "p": F(rng.randint(1, 7), 7), "gap": r(8, 3), "dist": r(8, 3)}
        v["mu"] = v["L"] * F(1, rng.randint(1, 5))
        v["eta"] = v["p"] / (4 * v["L"]) * F(rng.randint(1, 6), 6)
        order = ("n", "T", "eta", "L", "mu", "sigma2", "zeta2", "p", "gap", "dist")
        quote = lambda xs: ", ".join(f'"{F(x).numerator}/{F(x).denominator}"' for x in xs)
        print(f'  ReferenceBound(\n    theorem: "{name}",')
        print(f"    quantities: [{quote(v[k] for k in order)}],")
        print(f"    terms: [\n      " + ",\n      ".join(quote([t]) for t in formula(v)) + ",\n    ]),")
print("]")
