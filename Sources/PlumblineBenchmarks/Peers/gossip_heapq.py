"""Gossip learning as a bare event loop: 100 nodes, logistic regression d = 100, 20 samples a node, batches of 10.

A node wakes about once in a round (periods normal, 100 and 10 time steps) and sends a copy of its model to a random other
node. A received model is merged with the own one, weighted by their ages, and one step on a random batch follows. Events
wait in a heapq, models and gradients are NumPy in doubles; batches are drawn in blocks ahead of time. One thread. Prints
one JSON line: seconds, and the number of node updates."""
import json
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import random
import time
from heapq import heappop, heappush

import numpy as np

NODES, D, SAMPLES, BATCH, PERIOD, ROUNDS, STEP, RIDGE = 100, 100, 20, 10, 100, 100, 0.1, 0.01
draw = np.random.default_rng(7)
features = draw.integers(-8, 9, size=(NODES, SAMPLES, D)) / 8
signs = np.where(features @ draw.standard_normal(D) >= 0, 1.0, -1.0)
rows = list(features * signs[:, :, None])
models, ages = list(np.zeros((NODES, D))), [0] * NODES
choose = random.Random(7)
periods = [max(1, round(choose.gauss(PERIOD, PERIOD / 10))) for _ in range(NODES)]


def batches():
    while True:
        yield from draw.integers(SAMPLES, size=(4096, BATCH))


def main():
    queue, serial, updates, batch, exp = [], 0, 0, batches(), np.exp
    for node in range(NODES):
        heappush(queue, (choose.randrange(periods[node]), serial, node, None))
        serial += 1
    start = time.perf_counter()
    while True:
        now, _, node, message = heappop(queue)
        if now >= ROUNDS * PERIOD:
            return time.perf_counter() - start, updates
        if message is None:
            other = choose.randrange(NODES - 1)
            other += other >= node
            heappush(queue, (now + 1, serial, other, (models[node].copy(), ages[node])))
            heappush(queue, (now + periods[node], serial + 1, node, None))
            serial += 2
            continue
        theirs, age = message
        total = age + ages[node]
        model = models[node]
        theirs -= model
        theirs *= age / total if total else 0.5
        model += theirs
        taken = rows[node][next(batch)]
        factor = exp(taken @ model)
        factor += 1
        np.divide(STEP / BATCH, factor, out=factor)
        model *= 1 - STEP * RIDGE
        model += factor @ taken
        ages[node] = max(age, ages[node]) + 1
        updates += 1


seconds, updates = main()
print(json.dumps({"seconds": seconds, "result": str(updates)}))
