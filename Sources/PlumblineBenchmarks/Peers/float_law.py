"""The law of the number of wrong votes for M = 5000, p_i = (1 + 37 i mod 300) / 1024, in plain doubles: fast-poibin's dynamic
programme, which answers 0 where a probability is below the doubles' range. One thread. Prints one JSON line: seconds, and the
probability of a wrong majority's threshold, P(X = M / 2), and of the mode as doubles."""
import json
import os

for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import time

import numpy as np
from fast_poibin import PoiBin

M = 5000
p = np.array([(1 + 37 * i % 300) / 1024 for i in range(1, M + 1)])
law = PoiBin(p, "dp").pmf
best = float("inf")
for _ in range(100):
    start = time.perf_counter()
    PoiBin(p, "dp")
    best = min(best, time.perf_counter() - start)
mode = int(np.argmax(law))
print(json.dumps({"seconds": best, "result": f"{mode} {float(law[mode])!r}"}))
