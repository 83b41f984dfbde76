"""Right sides of the theorems on stale and local gradients on rationals, from sections 2 and 3 of the theory;
prints ReferenceAsynchronousBounds.swift. Run: python3 asynchronous_bounds.py > ../ReferenceAsynchronousBounds.swift"""
import random
from fractions import Fraction as F
from math import floor, isqrt

PRECISION = 10 ** 60


def root(x):
    """The root as ends, which agree for squares of rationals."""
    p, q = isqrt(x.numerator), isqrt(x.denominator)
    if p * p == x.numerator and q * q == x.denominator:
        return F(p, q), F(p, q)
    below = isqrt(x.numerator * PRECISION ** 2 // x.denominator)
    return F(below, PRECISION), F(below + 1, PRECISION)


def square_of_sum(*squares):
    """(sum of the roots of the squares)^2 as ends."""
    positive = [F(s) for s in squares if s > 0]
    if len(positive) < 2:
        return rational(sum(positive))
    roots = [root(s) for s in positive]
    return tuple(sum(r[end] for r in roots) ** 2 for end in (0, 1))


def rational(x):
    return (F(x), F(x))


# The master lemmas. V = (sigma^2 + (1-q) M^2)/n, D an upper bound on every D_t as ends.
def u1(v, D, V, q=1, omega2=0):
    rest = 2 * v["initialGap"] / (v["stepSize"] * q * v["iterations"]) + v["smoothness"] * v["stepSize"] * V
    rest += v["smoothness"] * omega2 / (v["stepSize"] * q)
    return [rest + v["smoothness"] ** 2 * d for d in D]


def u2(v, D, V, q=1, omega2=0):
    rest = v["initialDistance"] / (v["stepSize"] * q * v["iterations"]) + v["stepSize"] * V + omega2 / (v["stepSize"] * q)
    return [rest + F(3, 2) * v["smoothness"] * d for d in D]


def u3_not_centred(v, D, V):
    eta, mu = v["stepSize"], v["strongConvexity"]
    rest = (1 - eta * mu / 2) ** v["iterations"] * v["initialDistance"] + 2 * eta * V / mu
    return [rest + (3 * v["smoothness"] / mu + 2) * d for d in D]


def weights(v):
    """S_T, added up rather than by its closed form."""
    return sum((v["stepOffset"] + t) ** 2 for t in range(v["iterations"]))


def u4(v, C):
    m, a, T, S = v["strongConvexity"] / 2, v["stepOffset"], v["iterations"], weights(v)
    right = m * a ** 3 * v["initialDistance"] / (4 * S) + 2 * T * (T + 2 * a) * v["noiseVariance"] / (m * v["nodes"] * S)
    return rational(right + 16 * T * (F(3, 2) * v["smoothness"] + v["strongConvexity"]) * C / (m ** 2 * S))


# The deviation lemmas.
def stale_mixing(v):
    p, tau, c = v["mixingRate"], v["maximumStaleness"], v["consensusStep"]
    eta2G2 = v["stepSize"] ** 2 * v["gradientSecondMoment"]
    omega2 = c ** 2 * v["channelNoise"] / v["nodes"]
    Xi = 2 / p * ((1 - p) * (2 + p) / p * eta2G2 + c ** 2 * v["channelNoise"])
    k = 1 if tau == 0 else min(tau + 1, v["nodes"])
    D = square_of_sum(k * Xi, tau ** 2 * eta2G2, tau * omega2)
    V = (v["noiseVariance"] + (1 - v["participation"]) * v["gradientMeanSquare"]) / v["nodes"]
    return dict(D=D, V=V, q=v["participation"], omega2=omega2)


def token(v):
    return rational(v["stepSize"] ** 2 * v["gradientSecondMoment"] * v["tokenDeviation"])


def plain(v):
    return v["noiseVariance"] / v["nodes"]


def local(v):
    return rational(((v["localSteps"] - 1) * v["stepSize"]) ** 2 * v["gradientSecondMoment"])


def stich(v):
    mu, a, T, S = v["strongConvexity"], v["stepOffset"], v["iterations"], weights(v)
    right = mu * a ** 3 * v["initialDistance"] / (2 * S) + 4 * T * (T + 2 * a) * v["noiseVariance"] / (mu * v["nodes"] * S)
    return rational(right + 256 * T * v["gradientSecondMoment"] * v["localSteps"] ** 2 * v["smoothness"] / (mu ** 2 * S))


def delayed(v):
    D = rational((v["maximumStaleness"] * v["stepSize"]) ** 2 * v["gradientSecondMoment"])
    return u1(v, D, v["noiseVariance"])


THEOREMS = {
    "async-dsgd.nonconvex": lambda v: u1(v, **stale_mixing(v)),
    "async-dsgd.convex": lambda v: u2(v, **stale_mixing(v)),
    "digest.nonconvex": lambda v: u1(v, token(v), plain(v)),
    "digest.convex": lambda v: u2(v, token(v), plain(v)),
    "digest.strongly-convex": lambda v: u3_not_centred(v, token(v), plain(v)),
    "digest.asymptotic": lambda v: u4(v, 4 * v["gradientSecondMoment"] * v["tokenDeviation"]),
    "localsgd.nonconvex": lambda v: u1(v, local(v), plain(v)),
    "localsgd.stich2019": stich,
    "delayed-sgd.nonconvex": delayed,
}

rng = random.Random(20260102)


def number(top, bottom):
    return F(rng.randint(1, top), rng.randint(1, bottom))


def draw(theorem, case):
    v = {"nodes": rng.randint(1, 12), "iterations": rng.randint(1, 30), "smoothness": number(5, 4),
         "noiseVariance": number(9, 4), "gradientSecondMoment": number(9, 4), "gradientMeanSquare": number(9, 4),
         "participation": F(rng.randint(1, 6), 6), "mixingRate": F(rng.randint(1, 7), 7),
         "maximumStaleness": rng.randint(0, 6), "consensusStep": F(rng.randint(1, 4), 4), "channelNoise": number(5, 7),
         "tokenDeviation": number(90, 9), "localSteps": rng.randint(1, 7), "visitInterval": rng.randint(1, 9),
         "initialGap": number(8, 3), "initialDistance": number(8, 3), "stepOffset": F(1)}
    v["strongConvexity"] = v["smoothness"] / rng.randint(1, 5)
    v["stepSize"] = F(rng.randint(1, 6), 6) / (4 * v["smoothness"])
    product = {"digest.asymptotic": 8, "localsgd.stich2019": 4}.get(theorem)
    if product:
        # Steps that decrease from eta_0, with eta_0 a mu the product that the theorem asks for.
        v["stepOffset"] = 40 * v["smoothness"] / v["strongConvexity"] + 2 * v["visitInterval"] + v["localSteps"]
        v["stepSize"] = product / (v["stepOffset"] * v["strongConvexity"])
    if theorem.startswith("async-dsgd"):
        if case < 3:
            v["maximumStaleness"] = 0
        elif case < 6:
            # Roots that are rational: p = 2/3 and digital links make Xi = 4 eta^2 G^2, G and k are squares.
            v.update(mixingRate=F(2, 3), channelNoise=F(0), gradientSecondMoment=number(5, 4) ** 2)
            v["maximumStaleness"], v["nodes"] = [(3, 8), (8, 9), (12, 4)][case - 3]
        elif case < 7:
            # Analog ones too: p = 1, k = 2 and n = 4 make k Xi = 4 c^2 s^2 and omega^2 = c^2 s^2/4.
            v.update(mixingRate=F(1), maximumStaleness=1, nodes=4, channelNoise=number(5, 7) ** 2)
            v["gradientSecondMoment"] = number(5, 4) ** 2
        else:
            v["maximumStaleness"] = max(1, v["maximumStaleness"])
    return v


def text(x):
    return f'"{F(x).numerator}/{F(x).denominator}"'


print("// Written by Reference/asynchronous_bounds.py.")
print("/// Quantities by name and the right side of a theorem, enclosed; the ends agree where no root is irrational.")
print("struct ReferenceAsynchronousBound: Sendable {")
print("  var theorem: String\n  var quantities: [String: String]\n  var lower: String\n  var upper: String\n}\n")
print("let referenceAsynchronousBounds: [ReferenceAsynchronousBound] = [")
for theorem, formula in THEOREMS.items():
    for case in range(8):
        v = draw(theorem, case)
        lower, upper = formula(v)
        if lower != upper:
            lower, upper = F(floor(lower * 10 ** 40), 10 ** 40), F(floor(upper * 10 ** 40) + 1, 10 ** 40)
        assert theorem.startswith("async") and case == 7 or lower == upper
        print(f'  ReferenceAsynchronousBound(\n    theorem: "{theorem}",\n    quantities: [')
        items = [f'"{name}": {text(value)}' for name, value in v.items()]
        for k in range(0, len(items), 4):
            print("      " + ", ".join(items[k:k + 4]) + ",")
        print(f"    ],\n    lower: {text(lower)},\n    upper: {text(upper)}),")
print("]")
