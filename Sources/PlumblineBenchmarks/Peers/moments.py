"""Exact covariance of D-SGD on a ring of 8, two coordinates, 200 iterations: C <- A C A^T + Q over the rationals,
A = W (I - eta a), Q = eta^2 W W^T, as 16 x 16 matrices. Prints one JSON line: seconds and the trace."""
import json
import math
import sys
import time
from fractions import Fraction as F

import flint

N, CURVATURE, ETA, STEPS = 8, (F(1, 4), F(1)), F(1, 40), 200


def matrices():
    size = 2 * N
    a = [[F(0)] * size for _ in range(size)]
    q = [[F(0)] * size for _ in range(size)]
    for i in range(N):
        for j in (i - 1, i, i + 1):
            for k in range(2):
                a[2 * i + k][2 * (j % N) + k] = F(1, 3) * (1 - ETA * CURVATURE[k])
    for i in range(N):
        for j in range(N):
            shared = len({(i - 1) % N, i, (i + 1) % N} & {(j - 1) % N, j, (j + 1) % N})
            for k in range(2):
                q[2 * i + k][2 * j + k] = ETA * ETA * F(shared, 9)
    return a, q


def flint_integers(a, q):
    size = len(a)
    d = math.lcm(*(x.denominator for r in a for x in r))
    s = math.lcm(*(x.denominator for r in q for x in r))
    ai = flint.fmpz_mat(size, size, [int(x * d) for r in a for x in r])
    qi = flint.fmpz_mat(size, size, [int(x * s) for r in q for x in r])
    at = ai.transpose()
    m, scale = flint.fmpz_mat(size, size), flint.fmpz(1)
    for _ in range(STEPS):
        scale *= d * d
        m = ai * m * at + qi * scale
    return F(int(sum((m[i, i] for i in range(size)), flint.fmpz(0))), s * int(scale))


def fractions(a, q):
    rows = [[(j, x) for j, x in enumerate(r) if x] for r in a]
    m = [[F(0)] * len(a) for _ in a]
    for _ in range(STEPS):
        b = [[sum((x * m[k][j] for k, x in r), F(0)) for j in range(len(a))] for r in rows]
        m = [[sum((x * b[i][k] for k, x in r), q[i][j]) for j, r in enumerate(rows)] for i in range(len(a))]
    return sum((m[i][i] for i in range(len(a))), F(0))


method = {"flint": flint_integers, "fractions": fractions}[sys.argv[1]]
problem = matrices()
best = math.inf
for _ in range(5 if sys.argv[1] == "flint" else 1):
    start = time.perf_counter()
    trace = method(*problem)
    best = min(best, time.perf_counter() - start)
print(json.dumps({"seconds": best, "result": f"{trace.numerator}/{trace.denominator}"}))
