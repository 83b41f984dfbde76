"""Nanoseconds of one gmpy2.mpq addition and multiplication of random fractions in lowest terms whose parts have the
given number of bits; the empty loop is taken off. Prints one JSON line."""
import json
import math
import random
import sys
import time

import gmpy2

bits, rng = int(sys.argv[1]), random.Random(7)


def fraction():
    while True:
        p, q = (rng.getrandbits(bits - 1) | 1 << bits - 1 for _ in range(2))
        if math.gcd(p, q) == 1:
            return gmpy2.mpq(p, q)


pairs = [(fraction(), fraction()) for _ in range(2000 if bits > 1000 else 20000)]


def empty():
    for a, b in pairs:
        pass


def add():
    for a, b in pairs:
        a + b


def multiply():
    for a, b in pairs:
        a * b


def best(body):
    shortest = math.inf
    for _ in range(15):
        start = time.perf_counter()
        body()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest


loop = best(empty)
print(json.dumps({name: (best(body) - loop) / len(pairs) for name, body in (("add", add), ("multiply", multiply))}))
