"""votes_numpy.py in PyTorch on the CPU: the same two ways, one thread, the same JSON line."""
import hashlib
import json
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import time

import torch

torch.set_num_threads(1)
M, STEP = 15, 2.0**-10
with open(sys.argv[1], "rb") as file:
    G = torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(M, -1)


def by_sign(x):
    x.sub_(torch.sign(torch.sign(G).sum(0)), alpha=STEP)


def by_count(x):
    votes = (G > 0).sum(0, dtype=torch.int8) - (G < 0).sum(0, dtype=torch.int8)
    x.sub_(votes.sign_(), alpha=STEP)


best, points = float("inf"), set()
with torch.inference_mode():
    for step in (by_sign, by_count):
        x = torch.zeros(G.shape[1])
        step(x)
        points.add(hashlib.sha256(bytes(x.view(torch.uint8).tolist())).hexdigest())
        for _ in range(200):
            start = time.perf_counter()
            step(x)
            best = min(best, time.perf_counter() - start)
assert len(points) == 1
print(json.dumps({"seconds": best, "result": points.pop()}))
