"""Plexus with 1000 nodes, samples of 13 and a success fraction of 4/5, as a simulation in Python: `asyncio` runs the protocol as
callbacks of an event loop whose clock jumps to the next timer, with every node sorting its candidates by hash itself;
`heapq` runs it on a bare queue and sorts the hashes of a round once for all nodes.

A node is asked whether it is there before it is chosen, and replaced after a second of silence. The first node of a round's
order that answers aggregates; the first 11 models make a round. Every message with a model carries the sender's view, the last
round in which it knows each node to have been active, and views merge by maximum. A training is 5 steps on batches of 20 of
softmax regression with 60 features and 10 classes in single precision; each node has 60 samples. Capacities are shared by
nobody here, which is less work than in Plumbline. One thread. Prints one JSON line: seconds, and the number of rounds."""
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import asyncio
import hashlib
import heapq
import json
import selectors
import sys
import time

import numpy as np

NODES, SAMPLE, REQUIRED, WINDOW, ROUNDS = 1000, 13, 11, 1000, 200
STEPS, BATCH, RATE, OWN = 5, 20, np.float32(0.05), 60
draw = np.random.default_rng(7)
seconds = (0.1 * np.exp(0.5 * np.cos(np.arange(NODES)))).tolist()
latencies = draw.uniform(0.005, 0.1, (100, 100)).tolist()
teacher = draw.standard_normal((60, 10))
inputs = (draw.standard_normal((NODES, OWN, 60)) + 0.5 * draw.standard_normal((NODES, 1, 60))).astype(np.float32)
labels = (inputs @ teacher).argmax(axis=2)
one_hot = np.eye(10, dtype=np.float32)
views = [np.zeros(NODES, np.int32) for _ in range(NODES)]
identifiers = [i.to_bytes(8, "big") for i in range(NODES)]


class HeapClock:
    def __init__(self):
        self.now, self.count, self.pending, self.stopped = 0.0, 0, [], False

    def after(self, delay, act, *arguments):
        self.count += 1
        heapq.heappush(self.pending, (self.now + delay, self.count, act, arguments))

    def stop(self):
        self.stopped = True

    def run(self):
        while not self.stopped:
            self.now, _, act, arguments = heapq.heappop(self.pending)
            act(*arguments)


class AsyncioClock:
    """The selector does not wait; it moves the clock."""

    def __init__(self):
        clock = self
        self.now = 0.0

        class Jump(selectors.SelectSelector):
            def select(self, timeout=None):
                clock.now += max(timeout or 0, 0)
                return super().select(0)

        class Loop(asyncio.SelectorEventLoop):
            def time(self):
                return clock.now

        self.loop = Loop(Jump())
        self.loop._clock_resolution = 1e-9
        self.after = self.loop.call_later
        self.stop = self.loop.stop
        self.run = self.loop.run_forever


clock = AsyncioClock() if sys.argv[1] == "asyncio" else HeapClock()
shares_orders = sys.argv[1] != "asyncio"
orders, collected, begun, finished = {}, {}, set(), [0]


def hash_of(round):
    tail = round.to_bytes(8, "big")
    return lambda node: hashlib.md5(identifiers[node] + tail).digest()


def candidates(node, round):
    active = views[node] >= round - WINDOW
    if not shares_orders:
        return iter(sorted(np.flatnonzero(active).tolist(), key=hash_of(round)))
    if round not in orders:
        orders[round] = np.array(sorted(range(NODES), key=hash_of(round)))
        orders.pop(round - 5, None)
    order = orders[round]
    return iter(order[active[order]].tolist())


def send(sender, receiver, act, *arguments):
    clock.after(latencies[sender % 100][receiver % 100], act, *arguments)


def search(node, round, wanted, found):
    """Asks candidates in order until enough have answered."""
    order, chosen, waiting = candidates(node, round), [], set()

    def ask():
        other = next(order, None)
        if other is not None:
            waiting.add(other)
            send(node, other, asked, other)
            clock.after(1.0, silent, other)

    def asked(other):
        views[other][other] = max(views[other][other], round)
        send(other, node, answered, other)

    def answered(other):
        if other in waiting and len(chosen) < wanted:
            waiting.remove(other)
            chosen.append(other)
            views[node][other] = max(views[node][other], round)
            if len(chosen) == wanted:
                found(chosen)

    def silent(other):
        if other in waiting and len(chosen) < wanted:
            waiting.remove(other)
            ask()

    for _ in range(wanted):
        ask()


def begin(node, round, model):
    finished[0] = round - 1
    if round > ROUNDS:
        return clock.stop()

    def found(sample):
        for other in sample:
            send(node, other, train, other, round, model, views[node].copy())

    search(node, round, SAMPLE, found)


def train(node, round, model, view):
    np.maximum(views[node], view, out=views[node])
    views[node][node] = round
    clock.after(STEPS * seconds[node], trained, node, round, model)


def trained(node, round, model):
    weights, bias = model[0].copy(), model[1].copy()
    for _ in range(STEPS):
        rows = draw.integers(0, OWN, BATCH)
        a = inputs[node][rows]
        slopes = a @ weights
        slopes += bias
        slopes -= slopes.max(axis=1, keepdims=True)
        np.exp(slopes, out=slopes)
        slopes /= slopes.sum(axis=1, keepdims=True)
        slopes -= one_hot[labels[node][rows]]
        slopes *= RATE / BATCH
        weights -= a.T @ slopes
        bias -= slopes.sum(axis=0)

    def found(aggregator):
        send(node, aggregator[0], collect, aggregator[0], round, (weights, bias), views[node].copy())

    search(node, round + 1, 1, found)


def collect(node, round, model, view):
    np.maximum(views[node], view, out=views[node])
    if (node, round) in begun:
        return
    models = collected.setdefault((node, round), [])
    models.append(model)
    if len(models) == REQUIRED:
        begun.add((node, round))
        del collected[node, round]
        begin(node, round + 1, tuple(sum(parts) / np.float32(REQUIRED) for parts in zip(*models)))


first = next(candidates(0, 1))
start = time.perf_counter()
begin(first, 1, (np.zeros((60, 10), np.float32), np.zeros(10, np.float32)))
clock.run()
print(json.dumps({"seconds": time.perf_counter() - start, "result": str(finished[0])}))
