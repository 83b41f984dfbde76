"""One training step (forward, backward, SGD) of a perceptron 784-200-10, batch 32, single precision, one thread.

Arguments: a library (numpy, torch) and a file with the features (32 x 784), the classes as numbers (32), and the parameters:
the weights (784 x 200) and biases of the first layer, then those of the second. The batch stays the same, so no loading is
timed. Each library in the ways that are fast in it, the fastest counts. Prints one JSON line: the seconds for one step, and the
loss before the step after 20 steps."""
import json
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import time

import numpy as np

BATCH, INPUTS, HIDDEN, CLASSES, RATE = 32, 784, 200, 10, 2.0**-6
numbers = np.fromfile(sys.argv[2], np.float32)
cuts = np.cumsum([BATCH * INPUTS, BATCH, INPUTS * HIDDEN, HIDDEN, HIDDEN * CLASSES])
x, y, *start = np.split(numbers, cuts)
x, y = x.reshape(BATCH, INPUTS), y.astype(np.int64)
start = [start[0].reshape(INPUTS, HIDDEN), start[1], start[2].reshape(HIDDEN, CLASSES), start[3]]


def with_numpy():
    U, u, V, v = (p.copy() for p in start)
    hidden, out = np.empty((BATCH, HIDDEN), np.float32), np.empty((BATCH, CLASSES), np.float32)
    slopes = np.empty_like(hidden)
    dU, dV, place, rate = np.empty_like(U), np.empty_like(V), np.arange(BATCH), np.float32(RATE / BATCH)

    def step():
        np.matmul(x, U, out=hidden)
        np.add(hidden, u, out=hidden)
        np.maximum(hidden, 0, out=hidden)
        np.matmul(hidden, V, out=out)
        np.add(out, v, out=out)
        np.subtract(out, out.max(axis=1, keepdims=True), out=out)
        own = out[place, y]
        np.exp(out, out=out)
        total = out.sum(axis=1, keepdims=True)
        np.divide(out, total, out=out)
        loss = (np.log(total[:, 0]) - own).mean()
        out[place, y] -= 1
        # The step size is carried by the smallest factor.
        np.multiply(out, rate, out=out)
        np.matmul(out, V.T, out=slopes)
        np.multiply(slopes, hidden > 0, out=slopes)
        np.matmul(hidden.T, out, out=dV)
        np.matmul(x.T, slopes, out=dU)
        np.subtract(V, dV, out=V)
        np.subtract(U, dU, out=U)
        np.subtract(v, out.sum(axis=0), out=v)
        np.subtract(u, slopes.sum(axis=0), out=u)
        return loss

    return [step]


def with_torch():
    import torch

    torch.set_num_threads(1)
    a, b = torch.from_numpy(x.copy()), torch.from_numpy(y)

    def network():
        net = torch.nn.Sequential(
            torch.nn.Linear(INPUTS, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, CLASSES))
        with torch.no_grad():
            for layer, (weights, biases) in ((net[0], start[:2]), (net[2], start[2:])):
                layer.weight.copy_(torch.from_numpy(weights.T.copy()))
                layer.bias.copy_(torch.from_numpy(biases.copy()))
        return net

    cross_entropy = torch.nn.CrossEntropyLoss()

    def with_optimiser(**options):
        net = network()
        optimiser = torch.optim.SGD(net.parameters(), lr=RATE, **options)

        def step():
            loss = cross_entropy(net(a), b)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            return loss

        return step

    def by_hand():
        net = network()
        parameters = list(net.parameters())

        def step():
            loss = cross_entropy(net(a), b)
            for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
                parameter.data.sub_(gradient, alpha=RATE)
            return loss

        return step

    return [with_optimiser(), with_optimiser(fused=True), by_hand()]


best, losses = float("inf"), []
for step in {"numpy": with_numpy, "torch": with_torch}[sys.argv[1]]():
    for _ in range(20):
        step()
    losses.append(step().item())
    for _ in range(1000):
        begin = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - begin)
assert max(losses) - min(losses) < 1e-3 * max(losses)
print(json.dumps({"seconds": best, "result": repr(losses[0])}))
