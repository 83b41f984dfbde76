"""Laws of Plexus's peer sampler in fractions, by other routes than the Swift code: urns emptied node by node where it has
closed forms, the Markov chain of the number of covered nodes where it has inclusion and exclusion.
Prints ReferencePeerSampling.swift. Run: python3 peer_sampling.py > ../PeerSampling/ReferencePeerSampling.swift"""
import random
from fractions import Fraction as F
from functools import lru_cache
from math import comb


def overlap_law(c, a, b, s):
    """P(K = k): nodes leave the union one by one; each enters the samples of its views that are not full."""
    @lru_cache(maxsize=None)
    def law(i, x, y):
        """i common nodes, x and y others have left; the law of the nodes still to enter both samples"""
        full_first, full_second = i + x >= s, i + y >= s
        if full_first or full_second:
            return (F(1),)
        left = c + a + b - i - x - y
        result = [F(0)] * (s + 1)
        for count, state, gain in ((c - i, (i + 1, x, y), 1), (a - x, (i, x + 1, y), 0), (b - y, (i, x, y + 1), 0)):
            if count > 0:
                for k, p in enumerate(law(*state)):
                    if p:
                        result[k + gain] += F(count, left) * p
        return tuple(result)
    return (list(law(0, 0, 0)) + [F(0)] * s)[:s + 1]


def stall(n, o, s, r):
    """P(more than s - r of s drawn are offline), drawn one by one."""
    law = [F(1)]
    for drawn in range(s):
        result = [F(0)] * (len(law) + 1)
        for j, p in enumerate(law):
            missing = F(o - j, n - drawn)
            result[j + 1] += p * missing
            result[j] += p * (1 - missing)
        law = result
    return sum(law[s - r + 1:])


def coverage(n, s, t, rounds):
    """P(not all t targets after so many rounds) and the expected number of rounds, from the chain of covered targets."""
    step = lambda m, i: F(comb(t - m, i) * comb(n - t + m, s - i), comb(n, s)) if i <= s else F(0)
    law = [F(1)] + [F(0)] * t
    for _ in range(rounds):
        law = [sum(law[m] * step(m, k - m) for m in range(k + 1)) for k in range(t + 1)]
    expected = [F(0)] * (t + 1)
    for m in reversed(range(t)):
        onward = sum(step(m, i) * expected[m + i] for i in range(1, t - m + 1))
        expected[m] = (1 + onward) / (1 - step(m, 0))
    return 1 - law[t], expected[0]


def show(values):
    return "[" + ", ".join(f'"{v}"' for v in values) + "]"


rng = random.Random(20260301)
print("// Written by Reference/peer_sampling.py.")
print("/// Members c, a, b of two views, the sample s, and P(K = k) for k = 0 ... s.")
print("struct ReferenceOverlap: Sendable {\n  var views: [Int]\n  var law: [String]\n}\n")
print("let referenceOverlaps: [ReferenceOverlap] = [")
for index in range(24):
    top = 6 if index < 14 else 30
    c, a, b = rng.randint(0, top), rng.randint(0, top), rng.randint(0, top)
    if index % 6 == 0:
        a = 0
    if c + min(a, b) == 0:
        c = 1
    s = rng.randint(1, min(c + min(a, b), 12))
    print(f"  ReferenceOverlap(\n    views: [{c}, {a}, {b}, {s}],\n    law: {show(overlap_law(c, a, b, s))}),")
print("]\n")
print("/// N, o, s, r and P(a round stalls).")
print("struct ReferenceStall: Sendable {\n  var counts: [Int]\n  var probability: String\n}\n")
print("let referenceStalls: [ReferenceStall] = [")
for index in range(20):
    n = rng.randint(1, 8 if index < 10 else 120)
    o, s = rng.randint(0, n), rng.randint(1, n)
    if index >= 10:
        s, o = min(s, 25), min(o, n // 3)
    r = rng.randint(1, s) if index % 2 else -(-9 * s // 10)
    print(f'  ReferenceStall(\n    counts: [{n}, {o}, {s}, {r}],\n    probability: "{stall(n, o, s, r)}"),')
print("]\n")
print("/// N, s, targets, rounds; P(not all after the rounds) and the expected rounds.")
print("struct ReferenceCoverage: Sendable {\n  var counts: [Int]\n  var missing: String\n  var expected: String\n}\n")
print("let referenceCoverages: [ReferenceCoverage] = [")
for index in range(18):
    n = rng.randint(1, 9 if index < 12 else 40)
    s = rng.randint(1, n if index < 12 else min(n, 9))
    t = n if index % 3 else rng.randint(0, n)
    rounds = rng.randint(0, 12)
    missing, expected = coverage(n, s, t, rounds)
    print(f'  ReferenceCoverage(\n    counts: [{n}, {s}, {t}, {rounds}],\n    missing: "{missing}",\n    expected: "{expected}"),')
print("]")
