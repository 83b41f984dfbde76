"""The exact law of the number of wrong votes, p_i = i/200, i = 1..60: the coefficients of prod_i (d_i - k_i + k_i x), p_i = k_i/d_i
in lowest terms, by a balanced product tree in flint.fmpz_poly. Prints one JSON line: seconds, and all coefficients."""
import json
import time
from math import gcd

import flint

FACTORS = [((200 - i) // gcd(i, 200), i // gcd(i, 200)) for i in range(1, 61)]


def law():
    layer = [flint.fmpz_poly(list(factor)) for factor in FACTORS]
    while len(layer) > 1:
        layer = [layer[i] * layer[i + 1] if i + 1 < len(layer) else layer[i] for i in range(0, len(layer), 2)]
    return layer[0]


best = float("inf")
for _ in range(2000):
    start = time.perf_counter()
    law()
    best = min(best, time.perf_counter() - start)
print(json.dumps({"seconds": best, "result": " ".join(str(int(c)) for c in law().coeffs())}))
