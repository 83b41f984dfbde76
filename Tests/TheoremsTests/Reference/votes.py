"""Bounds on the error of a decoded sign, in 300 digits with mpmath; prints ReferenceVotes.swift.

Products of powers where the Swift code sums logarithms, and the Chernoff minimum by bisection of the derivative of the
product. Run: python3 votes.py > ../ReferenceVotes.swift"""
from fractions import Fraction as F

from mpmath import mp, mpf, nstr

mp.dps = 300
HALF = F(1, 2)


def real(x):
    return mpf(x.numerator) / mpf(x.denominator) if isinstance(x, F) else mpf(x)


def odds(p):
    return real(1 - p) / real(p)


def weights(groups, decoder):
    """None for an infinite one."""
    if decoder == "majority":
        return [F(1)] * len(groups)
    if decoder == "llr":
        return [None if p in (0, 1) else mp.log(odds(p)) for p, _ in groups]
    return decoder


def proxy(p):
    """(1/2 - p)/(2 w) with its limits"""
    if p in (0, 1):
        return mpf(0)
    return mpf(1) / 8 if p == HALF else real(HALF - p) / (2 * mp.log(odds(p)))


def edge(groups, v):
    return sum(n * real(HALF - p) * real(w) for (p, n), w in zip(groups, v))


def kearns_saul(groups, decoder):
    v = weights(groups, decoder)
    if None in v:
        return mpf(0)
    t = edge(groups, v)
    if not t > 0:
        return None
    variance = sum(n * real(w) ** 2 * proxy(p) for (p, n), w in zip(groups, v))
    return mpf(0) if variance == 0 else mp.exp(-t ** 2 / (4 * variance))


def certain(groups):
    return any(p in (0, 1) for p, _ in groups)


def llr(groups, decoder):
    if decoder != "llr":
        return None
    result = mpf(1)
    for p, n in groups:
        result *= mpf(0) if p in (0, 1) else odds(p) ** (-n * real(HALF - p) / 2)
    return result


def bhattacharyya(groups, decoder):
    if decoder != "llr":
        return None
    result = mpf(1)
    for p, n in groups:
        result *= (2 * mp.sqrt(real(p) * real(1 - p))) ** n
    return result


def potential(groups):
    return sum(n * real(HALF - p) * mp.log(odds(p)) for p, n in groups)


def llr_lower(groups, decoder):
    if certain(groups):
        return mpf(0)
    phi = potential(groups)
    return 3 / (4 * (1 + mp.exp(2 * phi + 4 * mp.sqrt(phi))))


def imperfect(groups, decoder):
    if certain(groups):
        return None
    v = [real(w) for w in weights(groups, decoder)]
    w = [mpf(0) if p == HALF else mp.log(odds(p)) for p, _ in groups]
    if any(mp.sign(a) != mp.sign(b) for a, b in zip(v, w)):
        return None
    ratios = [a / b for a, b in zip(v, w) if b != 0]
    # d of the statement: min = c (1 - d), max = c (1 + d)
    centre = (min(ratios) + max(ratios)) / 2 if ratios else mpf(1)
    d = max(ratios) / centre - 1 if ratios else mpf(0)
    return mp.exp(-(potential(groups) / 2) * ((1 - d) / (1 + d)) ** 2)


def chernoff(groups, decoder):
    """None where there is no minimum but only an infimum."""
    v = weights(groups, decoder)
    if None in v:
        return mpf(0)
    if decoder == "llr":
        # The derivative is zero at s = 1/2.
        return bhattacharyya(groups, decoder)
    if not edge(groups, v) > 0:
        return mpf(1)
    v = [real(w) for w in v]

    def factor(p, w, s):
        return real(1 - p) * mp.exp(-s * w) + real(p) * mp.exp(s * w)

    def slope(s):
        return sum(n * w * (real(p) * mp.exp(s * w) - real(1 - p) * mp.exp(-s * w)) / factor(p, w, s)
                   for (p, n), w in zip(groups, v))

    top = mpf(1) / max(abs(w) for w in v)
    for _ in range(200):
        if slope(top) > 0:
            break
        top *= 2
    else:
        return None
    bottom = mpf(0)
    for _ in range(500):
        middle = (bottom + top) / 2
        bottom, top = (bottom, middle) if slope(middle) > 0 else (middle, top)
    value = mpf(1)
    for (p, n), w in zip(groups, v):
        value *= factor(p, w, bottom) ** n
    return value


def majority(groups, decoder):
    total = sum(n for _, n in groups)
    mean = sum(n * p for p, n in groups) / total
    if decoder != "majority" or mean >= HALF:
        return None
    return mp.sqrt(4 * real(mean) * real(1 - mean)) ** total


BOUNDS = {"vote.kearns-saul": kearns_saul, "vote.llr": llr, "vote.bhattacharyya": bhattacharyya,
          "vote.llr-lower": llr_lower, "vote.imperfect": imperfect, "vote.chernoff": chernoff,
          "vote.majority": majority}

tiny = F(1, 10 ** 30)
GROUPS = [
    [(F(1, 3), 1)],
    [(F(1, 3), 5), (F(1, 5), 4)],
    [(F(1, 10), 3), (F(2, 5), 7), (F(1, 2), 2)],
    [(F(7, 10), 2), (F(1, 5), 6)],
    [(F(9, 10), 4), (F(3, 4), 3)],
    [(F(1, 2), 9)],
    [(F(0), 1), (F(1, 3), 4)],
    [(F(1), 2), (F(1, 4), 9)],
    [(F(0), 3), (F(1), 1)],
    [(HALF - tiny, 3), (F(1, 2), 1)],
    [(HALF - F(1, 10 ** 6), 40), (HALF + F(1, 10 ** 7), 40)],
    [(tiny, 2), (F(49, 100), 30)],
    [(F(1, 100), 600), (F(1, 50), 200)],
    [(F(1, 1000), 400), (F(1, 7), 900)],
    [(F(1, 3), 40000), (F(2, 5), 30000)],
    [(F(1, 1024 * 1024), 1000)],
]
WEIGHTS = {1: [[F(2)]],
           2: [[F(3), F(1)], [F(1), F(-1, 3)], [F(-2), F(5)], [F(0), F(1)], [F(10) ** 20, F(1)], [F(1), tiny]],
           3: [[F(3), F(1), F(0)], [F(2), F(1, 3), F(-1, 9)]]}

def text(value):
    """60 digits; values beyond the range of exponents that the tests read are only said to be far below it"""
    if 0 < value < mpf(10) ** -9000:
        return "far"
    return nstr(value, 60, min_fixed=0, max_fixed=0)


print("// Written by Reference/votes.py.")
print("/// Bounds to 60 significant digits, or `far` below 1e-9000; none where it does not apply, or has an infimum but no")
print("/// minimum.")
print("struct ReferenceVote: Sendable {")
print("  var flips: [String]\n  var counts: [Int]\n  var decoder: String\n  var weights: [String]")
print("  var bounds: [String: String]\n}\n")
print("let referenceVotes: [ReferenceVote] = [")
for groups in GROUPS:
    for decoder in ["majority", "llr"] + WEIGHTS[len(groups)]:
        values = {name: bound(groups, decoder) for name, bound in BOUNDS.items()}
        name = decoder if isinstance(decoder, str) else "weighted"
        quote = lambda xs: ", ".join(f'"{x.numerator}/{x.denominator}"' for x in xs)
        print("  ReferenceVote(")
        print(f"    flips: [{quote(p for p, _ in groups)}], counts: [{', '.join(str(n) for _, n in groups)}],")
        print(f'    decoder: "{name}", weights: [{"" if name == decoder else quote(decoder)}],')
        print("    bounds: [")
        for key, value in values.items():
            if value is not None:
                print(f'      "{key}": "{text(value)}",')
        print("    ]),")
print("]")
