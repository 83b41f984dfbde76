"""The hold model on a bare heapq: events wait in a heap, each is popped, handled by a call and pushed again.

Arguments: a file of 4096 delays (doubles), the number of pending events, the number of events to handle. Event k starts at
delay 31 k mod 4096; the one pushed after `done` events takes delay `done` mod 4096. Ties in order of pushing. One thread.
Prints one JSON line: seconds, and the time of the last event."""
import json
import sys
import time
from array import array
from heapq import heappop, heappush

delays = array("d")
with open(sys.argv[1], "rb") as file:
    delays.fromfile(file, 4096)
delays = list(delays)
pending, events = int(sys.argv[2]), int(sys.argv[3])


def main():
    queue, serial, done = [], 0, 0
    for k in range(pending):
        heappush(queue, (delays[31 * k & 4095], serial, k))
        serial += 1

    def handle(now, k):
        nonlocal serial, done
        done += 1
        heappush(queue, (now + delays[done & 4095], serial, k))
        serial += 1

    start = time.perf_counter()
    while done < events:
        now, _, k = heappop(queue)
        handle(now, k)
    return time.perf_counter() - start, now


seconds, last = main()
print(json.dumps({"seconds": seconds, "result": repr(last)}))
