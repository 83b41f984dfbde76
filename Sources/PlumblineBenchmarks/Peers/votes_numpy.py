"""Majority vote of M = 15 workers on d = 10^5 coordinates, single precision: U = sign(#positive - #negative), x <- x - step U.

Argument: a file with the M x d gradients. Two ways, the faster counts: signs as numbers, and counts in bytes. One thread.
Prints one JSON line: seconds for one step, and the SHA-256 of the point after one step from zero."""
import hashlib
import json
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import time

import numpy as np

M, STEP = 15, np.float32(2.0**-10)
G = np.fromfile(sys.argv[1], np.float32).reshape(M, -1)
d = G.shape[1]
bits, up, down, out = np.empty((M, d), bool), np.empty(d, np.int8), np.empty(d, np.int8), np.empty(d, np.float32)


def by_sign(x):
    x -= STEP * np.sign(np.sign(G).sum(axis=0))


def by_count(x):
    np.greater(G, 0, out=bits)
    np.add.reduce(bits.view(np.int8), axis=0, dtype=np.int8, out=up)
    np.less(G, 0, out=bits)
    np.add.reduce(bits.view(np.int8), axis=0, dtype=np.int8, out=down)
    np.subtract(up, down, out=up)
    np.sign(up, out=up)
    np.multiply(up, STEP, out=out)
    np.subtract(x, out, out=x)


best, points = float("inf"), set()
for step in (by_sign, by_count):
    x = np.zeros(d, np.float32)
    step(x)
    points.add(hashlib.sha256(x.tobytes()).hexdigest())
    for _ in range(200):
        start = time.perf_counter()
        step(x)
        best = min(best, time.perf_counter() - start)
assert len(points) == 1
print(json.dumps({"seconds": best, "result": points.pop()}))
