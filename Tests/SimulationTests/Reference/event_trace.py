"""An independent run of the simulation in EventTraceTests.swift: prints the SHA-256 fingerprint of its trace.

Six nodes on a ring compute for exponential times of mean 5/2; a completion sends to the next node, where it arrives at
once with probability 2/3, decided by the draw of the link in the slot, the whole part of the time. Plain heapq, hashlib
and Fraction.
"""

import hashlib
import heapq
import math
import struct
from fractions import Fraction

import random_draw

NODES, MEAN, HORIZON, REPLICATES = 6, 2.5, 40.0, 8
STARTED, COMPLETED, SENT, RECEIVED, LOST = 1, 2, 4, 5, 6


def duration(node, number, replicate):
    return MEAN * -random_draw.logarithm(random_draw.uniform((5, node, 0, number, replicate)))


def arrives(sender, receiver, slot, replicate):
    address = (6, sender, receiver, slot, replicate)
    return Fraction(random_draw.word(address, 0) << 64 | random_draw.word(address, 1), 2**128) < Fraction(2, 3)


def trace(replicate):
    h = hashlib.sha256()

    def record(time, node, kind, detail):
        h.update(struct.pack("<dII", time, node | kind << 24, detail))

    queue, pushes = [], 0
    for node in range(NODES):
        record(0.0, node, STARTED, 0)
        heapq.heappush(queue, (duration(node, 0, replicate), node, pushes, 0))
        pushes += 1
    while queue[0][0] <= HORIZON:
        now, node, _, number = heapq.heappop(queue)
        other = (node + 1) % NODES
        record(now, node, COMPLETED, number)
        record(now, node, SENT, other)
        record(now, other, RECEIVED if arrives(node, other, math.floor(now), replicate) else LOST, node)
        record(now, node, STARTED, number + 1)
        heapq.heappush(queue, (now + duration(node, number + 1, replicate), node, pushes, number + 1))
        pushes += 1
    return h.hexdigest()


hashes = [trace(r) for r in range(REPLICATES)]
print("first", hashes[0])
print("all", hashlib.sha256("".join(hashes).encode()).hexdigest())
