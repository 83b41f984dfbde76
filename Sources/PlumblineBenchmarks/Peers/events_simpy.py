"""The hold model in SimPy: as many processes as events are pending, each waits for a timeout again and again.

Arguments: a file of 4096 delays (doubles), the number of pending events, the number of events to handle. Process k first
waits delay 31 k mod 4096; the wait that begins after `done` events takes delay `done` mod 4096. One thread.
Prints one JSON line: seconds, and the time of the last event."""
import json
import sys
import time
from array import array

import simpy

delays = array("d")
with open(sys.argv[1], "rb") as file:
    delays.fromfile(file, 4096)
delays = list(delays)
pending, events = int(sys.argv[2]), int(sys.argv[3])


def main():
    environment = simpy.Environment()
    finished = environment.event()
    timeout = environment.timeout
    done = 0

    def process(k):
        nonlocal done
        yield timeout(delays[31 * k & 4095])
        while True:
            done += 1
            if done == events:
                finished.succeed()
            yield timeout(delays[done & 4095])

    for k in range(pending):
        environment.process(process(k))
    # Every process begins before the clock does: no delay is this short.
    environment.run(until=min(delays) / 2)
    start = time.perf_counter()
    environment.run(until=finished)
    return time.perf_counter() - start, environment.now


seconds, last = main()
print(json.dumps({"seconds": seconds, "result": repr(last)}))
