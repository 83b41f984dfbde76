"""D-SGD in NumPy: ring of 16, quadratic d = 10, Gaussian noise, T = 1000, 1000 replicates, in blocks of 100 replicates
whose state stays in the cache; mixing is one matrix product a step. One thread. Prints one JSON line: seconds, and the
variance of the mean iterate over its exact value (close to 1)."""
import json
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import time

import numpy as np

N, D, ETA, T, R, BLOCK = 16, 10, 0.05, 1000, 1000, 100
a = np.linspace(0.1, 1.0, D)
c = np.random.default_rng(7).integers(-8, 9, size=(N, D)) / 8.0
w = np.zeros((N, N))
for i in range(N):
    w[i, i] = w[i, (i + 1) % N] = w[i, (i - 1) % N] = 1 / 3
g = np.random.Generator(np.random.SFC64(8))
keep, pull = 1 - ETA * np.tile(a, BLOCK), ETA * np.tile(a, BLOCK) * np.tile(c, (1, BLOCK))
final = np.empty((R, D))
y = np.empty((N, BLOCK * D))
start = time.perf_counter()
for r in range(0, R, BLOCK):
    x = np.zeros((N, BLOCK * D))
    for _ in range(T):
        g.standard_normal(out=y)
        y *= -ETA
        y += pull
        x *= keep
        y += x
        np.matmul(w, y, out=x)
    final[r:r + BLOCK] = x.mean(axis=0).reshape(BLOCK, D)
seconds = time.perf_counter() - start
v = np.zeros(D)
for _ in range(T):
    v = (1 - ETA * a) ** 2 * v + ETA**2 / N
print(json.dumps({"seconds": seconds, "check": float(np.mean(final.var(axis=0) / v))}))
